// Codes of the provider's SDK (twilio.com/docs/api/errors).

export const MICROPHONE_REFUSED = 31401; // by the person, or by the browser's settings
export const NO_MICROPHONE = 31402; // or one that another program keeps

/** @param {number} code */
export const isOfMicrophone = (code) => [MICROPHONE_REFUSED, NO_MICROPHONE].includes(code);

const TOKEN = [20101, 20104, 31201, 31202, 31204, 31205]; // invalid, expired, cannot be verified

/** @param {number} code */
export const isOfToken = (code) => TOKEN.includes(code);
