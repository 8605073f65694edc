// The provider's phone, loaded only where real calls are made.
export { Device } from "@twilio/voice-sdk";
