"""The texts of the desk's scripts, in the person's language."""

from flask_babel import gettext as _

from web import parts
from web.desk import sound

Words = dict[str, str]


def words() -> Words:
    return {
        **parts.words(),
        **_calls(),
        **_script(),
        **_beside(),
        **_ring(),
        **sound.words(),
        **_welcome(),
        **_keys(),
    }


def _calls() -> Words:
    return {
        "available": _("Available"),
        "busy": _("In a call"),
        "break": _("Break"),
        "offline": _("Offline"),
        "lunch": _("lunch"),
        "pause": _("pause"),
        "training": _("training"),
        "meeting": _("meeting"),
        "ringing": _("Ringing"),
        "waiting": _("In the queue"),
        "claimed": _("Connecting"),
        "connected": _("Talking"),
        "onTheLine": _("On the line"),
        "waited": _("Has waited"),
        "holding": _("Going on hold…"),
        "held": _("On hold"),
        "wrapping": _("Wrap-up"),
        "closed": _("Closed"),
        "abandoned": _("The caller gave up"),
        "queueOne": _("1 caller has waited"),
        "queue": _("%(count)s callers wait, the longest"),
        "queueSaid": _("Callers who wait: %(count)s"),
        "take": _("Take the call"),
        "waits": _("waits"),
        "missed": _("missed, still waiting"),
        "again": _("was cut off, waits again"),
        "withheld": _("Number withheld"),
        "unassigned": _("Unknown line: nobody’s client"),
        "sayFirst": _("Say first"),
        "offerArrived": _("A call for %(client)s"),
        "hangUp": _("Hang up"),
        "hold": _("Hold"),
        "resume": _("Resume"),
        "mute": _("Mute"),
        "unmute": _("Unmute"),
        "record": _("Start recording"),
        "objection": _("The caller objects to recording"),
        "objectionSure": _("Press again: nothing of it will be kept"),
        "objected": _("Not recorded: the caller objected."),
        "recorded": _("Recorded"),
        "recordedInPart": _("Recorded, but the end of the recording did not arrive"),
        "onDemand": _("Not recorded yet"),
        "notRecorded": _("Not recorded"),
        "connectPhone": _("Connect the phone"),
        "phoneOff": _("Your phone is not connected to this call."),
        "phoneOn": _("Phone connected"),
        "phoneConnecting": _("Phone connecting…"),
        "phoneReconnecting": _(
            "Your phone connects again by itself; the caller stays on the line."
        ),
        "phoneElsewhere": _("Your phone is in another page of this browser."),
        "phoneFailed": _("The phone could not be connected. Try again."),
        "offlineServer": _(
            "The server does not answer. What you type is kept here and sent again."
        ),
        "offlineNetwork": _(
            "No connection. What you type is kept here and sent as soon as the network is back."
        ),
        "phoneComesBack": _("No connection: your phone connects again by itself."),
        "unheard": _(
            "This page was not heard of from %(since)s to %(until)s, so no calls were offered to"
            " you. You are available again."
        ),
        "polling": _("Live updates are down; the page looks every two seconds."),
        "replaced": _(
            "Your desk is open in several other browsers: this one looks every ten seconds"
            " until you come to it."
        ),
        "nextCall": _("Available agents are offered the next call here."),
        "taken": _("Call taken."),
        "closedTitle": _("Closed. Ticket %(number)s is with the client’s team."),
        "abandonedTitle": _("The caller gave up. Ticket %(number)s keeps what is known."),
        "seeTicket": _("See the ticket"),
        "talkingElsewhere": _("On hold: you are talking to another caller."),
        "talkToThis": _("Talk to this caller"),
        "callsInHand": _("Calls in hand"),
        "swapHint": _("the next one"),
        "transfer": _("Transfer"),
        "transferTo": _("Transfer the call to a colleague"),
        "transferToOne": _("Transfer the call to %(name)s"),
        "transferNote": _("What they should know (they see your answers and notes)"),
        "transferKeeps": _(
            "Once this is sent the caller is on hold,"
            " and the call yours until a colleague takes it."
        ),
        "transferWaits": _("Waiting for %(name)s to take the call"),
        "transferDone": _("%(name)s has taken the call."),
        "unsent": _("Not saved: a colleague has this call now. Tell them."),
        "transferMissed": _("%(name)s did not take the call. It is still yours."),
        "transferCancelled": _("The call stays with you."),
        "stillOnHold": _("The caller is still on hold."),
        "transferTooLate": _(
            "The caller is not on the line any more: the call was not transferred."
        ),
        "noteKept": _("What you wrote is in the notes."),
        "takeBack": _("Cancel the transfer"),
        "transferredFrom": _("Transferred by"),
        "sentBy": _("%(name)s transfers this call to you"),
        "noCall": _("You have no call in hand."),
        "callIsOver": _("This call is closed."),
        "callerGone": _("The caller is not on the line any more."),
        "stillConnecting": _("The call is still being connected."),
        "nobodyWaits": _("No call waits for you."),
        "notAvailable": _("You are not available: no calls are offered to you."),
        "finishFirst": _("Finish the call you have first."),
        "offerGone": _("That call is gone: a colleague has taken it, or the caller hung up."),
        "noOtherCall": _("You have no other call in hand."),
        "noColleague": _("No colleague of this client can take a call now."),
    }


def _script() -> Words:
    return {
        "notes": _("Notes"),
        "saved": _("saved"),
        "saving": _("saving…"),
        "notSaved": _("not saved yet – will be tried again"),
        "notListed": _("Not in the directory: it stays as typed."),
        "severalFit": _("%(count)s entries fit: choose one of them."),
        "derivedFrom": _("From “%(title)s”"),
        "enterAgain": _("Enter again goes on; it stays marked."),
        "next": _("Next"),
        "back": _("Back"),
        "done": _("Done, next"),
        "understood": _("Understood:"),
        "ask": _("Ask it like this"),
        "meaning": _("In your language"),
        "why": _("Why we ask"),
        "digDeeper": _("If the answer is vague"),
        "mandatory": _("mandatory"),
        "optional": _("optional"),
        "readBack": _("Read it back to the caller"),
        "impact": _("Impact"),
        "urgency": _("Urgency"),
        "priority": _("priority"),
        "conflict": _("Somebody saved another value for this step:"),
        "conflictOwn": _("You saved another value for this step in another of your tabs:"),
        "conflictUnknown": _("Another text was saved, perhaps in another of your tabs:"),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take theirs"),
        "missing": _("Still missing"),
        "nothingMissing": _("Every mandatory answer is there."),
        "reason": _("Why can it be closed without them?"),
        "reasonMissing": _("Give the reason: without it, a call that lacks answers stays open."),
        "closeAnyway": _("Close all the same"),
        "close": _("Close the call"),
        "closeFirst": _("The call goes on. Hang up, then close it."),
        "noScriptHere": _("This call has no script."),
        "noOtherScript": _("This client has no other script."),
        "nothingToAsk": _("There is no question left that would make it clearer."),
        "noScript": _("No client, so no script: take name, company and number in the notes."),
        "steps": _("All steps"),
        "maybe": _("depends on what comes"),
        "pathDone": _("Done"),
        "pathNow": _("Now"),
        "pathAhead": _("Ahead"),
        "progress": _("%(done)s of %(all)s"),
        "mandatoryLeft": _("%(count)s mandatory left"),
        "mandatoryLeftOne": _("1 mandatory left"),
        "mandatoryNone": _("none mandatory left"),
        "leftEmpty": _("left empty"),
        "offPath": _("not on the way at present"),
        "by": _("by %(name)s at %(time)s"),
        "goTo": _("Go to a step"),
        "filterChoices": _("Type to see fewer choices"),
        "script": _("Script"),
        "switchScript": _("Another script"),
        "scriptIsNow": _("The script is now: %(name)s. Your answers are kept."),
        "otherScript": _("Answered in “%(name)s”"),
        "stamp": _("Time"),
        "propose": _("Propose a change"),
        "proposalText": _("What should be asked or said differently, and why?"),
        "proposed": _("Thank you. Those who write the script see it."),
        "send": _("Send"),
    }


def _beside() -> Words:
    return {
        "openTickets": _("Open tickets of this caller"),
        "noOpenTickets": _("No open ticket of this caller."),
        "articles": _("Articles"),
        "articlesNone": _("No article fits."),
        "ticket": _("Ticket"),
        "localTime": _("Local time"),
        "callersTickets": _("Tickets of this caller"),
        "noTickets": _("No earlier ticket of this caller."),
        "recentTickets": _("Solved lately"),
        "isAboutThis": _("This call is about it"),
        "thisOne": _("It is this one"),
        "notThis": _("Not about it"),
        "whichTicket": _("Which ticket is it about?"),
        "joined": _("This call joins ticket %(number)s."),
        "joinedAlready": _("This call is about ticket %(number)s already."),
        "left": _("This call has its own ticket again."),
        "undo": _("Undo"),
        "joinsTicket": _("Joins ticket"),
        "open": _("Open now"),
        "shut": _("Closed now"),
        "until": _("until %(time)s"),
        "today": _("today: %(hours)s"),
        "onCall": _("On call"),
        "searchArticles": _("Search all articles of the client"),
        "closeArticle": _("Close the article"),
        "clarity": _("How clear is it?"),
        "level_vague": _("Vague"),
        "level_thin": _("Thin"),
        "level_clear": _("Clear"),
        "askNext": _("Ask next"),
        "signThere": _("named"),
        "signAbsent": _("not yet"),
    }


def _ring() -> Words:
    return {
        "waitsSince": _("Waiting since %(time)s"),
        "clickToRing": _("Click once anywhere on this page so that it may ring."),
        "notificationsAsked": _(
            "Your browser asks, near its address bar, whether Filrouge may show notifications."
            " Allow them: they tell you of a call while you work in another tab or window."
        ),
        "notificationsRefused": _(
            "Notifications are blocked: nothing shows you a call while you work in another tab or"
            " window."
        ),
        "allowChromium": _(
            "To allow them, click the padlock or the sliders left of the address, then turn"
            " Notifications on."
        ),
        "allowFirefox": _(
            "To allow them, click the padlock left of the address, clear “Blocked” beside"
            " Notifications, then choose “Available” again."
        ),
        "allowSafari": _(
            "To allow them, open Settings of Safari, then Websites, Notifications, and allow this"
            " address."
        ),
        "hideHint": _("Hide this"),
    }


def _welcome() -> Words:
    return {
        "callerRing": _("Have a caller ring"),
        "callerAnother": _("Another caller"),
        "callerChoose": _("Choose the caller"),
        "callerLine": _("Who is called"),
        "callerPatience": _("Patience"),
        "callerPatient": _("Patient: waits until somebody answers"),
        "callerHurried": _("Hurried: hangs up after %(seconds)s seconds without an answer"),
        "callerSpeech": _("What the caller says"),
        "callerSpeaks": _("A recorded story"),
        "callerSilent": _("Nothing"),
        "callerUnheard": _(
            "A simulated call has no sound here: what the caller says is in the transcript,"
            " on the ticket."
        ),
        "callerNoModel": _("no speech model"),
        "callerLacking": _(
            "No speech model is installed for: %(languages)s. “make models” lists them;"
            " this installs one:"
        ),
        "callerDials": _("%(number)s dials %(line)s."),
        "callerAvailable": _("You are available now."),
        "tour": _("First call, step by step"),
        "tourCount": _("Step %(number)s of %(all)s"),
        "tourRing": _("Press “Have a caller ring”: a simulated caller dials for you."),
        "tourAvailable": _("Choose “Available” above: then calls are offered to you."),
        "tourWait": _("You are available: the next call shows here as it rings."),
        "tourTake": _(
            "A caller rings. On the card is what you say first. Press %(key)s to answer."
        ),
        "tourChoose": _("This is the script. Ask its question, then press the number: 1."),
        "tourType": _("This is the script. Ask its question, type the answer, then press Enter."),
        "tourGoOn": _("Enter goes on, Shift+Enter goes back. %(key)s is for notes, with the time."),
        "tourHangUp": _("Go on as long as you like. When all is said, %(key)s hangs up."),
        "tourClose": _("Give what is missing, or the reason why it is, then close the call."),
        "tourTicket": _(
            "Your answers are on the ticket for the client’s team; the transcript follows."
        ),
        "tourEnd": _("Do not show this again"),
        "tourDone": _("Done"),
        "tourAgain": _("Explain the first call step by step"),
    }


def _keys() -> Words:
    return {
        "keys": _("Keys"),
        "keysHow": _("Choose a key to change it."),
        "pressKey": _("Press a key…"),
        "pressKeyHow": _("Press the new key. Delete: no key. Esc: as it was."),
        "noKey": _("none"),
        "resetKeys": _("All keys as they were at first"),
        "keysReset": _("All keys are as they were at first."),
        "keyTaken": _("%(key)s is taken by: %(action)s"),
        "keyReserved": _("%(key)s belongs to the browser, to typing or to a screen reader."),
        "keyChooses": _("%(key)s is on the keys 1 to 9, which choose."),
        "keyIsNow": _("%(action)s: %(key)s"),
        "allKeys": _("all keys"),
        "key_Enter": _("Enter"),
        "key_Shift": _("Shift"),
        "key_Escape": _("Esc"),
        "key_Ctrl": _("Ctrl"),
        "key_Delete": _("Del"),
    }
