/** An HL7 v2 message as it was said: characters, segments, fields, times. Knows HAPI; knows nothing of meaning. */
@NullMarked
package org.parcours.command.intake.hl7.message;

import org.jspecify.annotations.NullMarked;
