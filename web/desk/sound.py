"""What the desk says of microphone and loudspeaker, in the person's language."""

from flask_babel import gettext as _


def words() -> dict[str, str]:
    return {**_devices(), **_microphone(), **_test()}


def _devices() -> dict[str, str]:
    return {
        "sound": _("Microphone and loudspeaker"),
        "soundWrong": _("Microphone and loudspeaker: callers would not hear you"),
        "microphone": _("Microphone"),
        "loudspeaker": _("Headset or loudspeaker"),
        "deviceOfSystem": _("System default"),
        "devicesUnnamed": _("Your browser tells which there are once it may use the microphone."),
        "outputOfSystem": _(
            "This browser plays calls on the system’s default loudspeaker: choose it in the"
            " settings of the system."
        ),
        "deviceGone": _("%(name)s is not plugged in: until it is, the system default is used."),
        "deviceLost": _("%(name)s is not plugged in any more: the system default is used."),
        "deviceBack": _("%(name)s is plugged in again, and used."),
    }


def _microphone() -> dict[str, str]:
    return {
        "micAsking": _(
            "Your browser asks, near its address bar, whether Filrouge may use the microphone."
            " Allow it for every visit: without it callers do not hear you."
        ),
        "micRemember": _("Tick “Remember” there, or it asks again at each call."),
        "micUnasked": _(
            "Callers would not hear you: the browser has not let this page use the microphone yet."
        ),
        "micAllow": _("Allow the microphone"),
        "micTryAgain": _("Try again"),
        "micRefused": _("Callers would not hear you: the microphone is blocked for this page."),
        "micAllowChromium": _(
            "Click the padlock or the sliders left of the address, then turn Microphone on."
        ),
        "micAllowFirefox": _(
            "Click the crossed-out microphone or the padlock left of the address, clear “Blocked”"
            " beside the microphone, then try again."
        ),
        "micAllowSafari": _(
            "Open Settings of Safari, then Websites, Microphone, and allow this address."
        ),
        "micBlocked": _(
            "Callers would not hear you: the system keeps the microphone from this browser. Allow"
            " it in the settings of the system, under privacy, microphone."
        ),
        "micMissing": _(
            "Callers would not hear you: no microphone is plugged in. Plug in your headset; it is"
            " found by itself."
        ),
        "micBusy": _(
            "Callers would not hear you: the microphone is in use by another program, or does not"
            " answer. Close the other program, or plug the headset in anew; it is tried again by"
            " itself."
        ),
        "micInsecure": _(
            "Callers would not hear you: browsers give the microphone only to addresses that begin"
            " with https://. Open this page there, or tell those who look after it."
        ),
        "micAvailable": _(
            "You are offered calls all the same: take one only if your phone is in another page."
        ),
        "phoneNoMicrophone": _(
            "Without a microphone the phone could not be connected. What to do is said above."
        ),
    }


def _test() -> dict[str, str]:
    return {
        "soundLevel": _("Loudness of the microphone"),
        "level_silent": _("Nothing is heard. Say something; is the microphone switched on?"),
        "level_quiet": _("Very quiet: bring the microphone closer."),
        "level_good": _("Callers hear you well."),
        "level_loud": _("Too loud: move the microphone away."),
        "tryRing": _("Hear the ring"),
        "echoTry": _("Record three seconds and hear them"),
        "echo_recording": _("Say something now…"),
        "echo_playing": _("You are played what was recorded…"),
        "echo_played": _(
            "Did you hear your voice? If not, choose another one above and try again."
        ),
        "echo_failed": _("It cannot be played there. Choose another headset or loudspeaker."),
        "echoStays": _(
            "What is recorded stays in this browser, and is forgotten. What is chosen is kept in"
            " this browser, for whoever works here."
        ),
    }
