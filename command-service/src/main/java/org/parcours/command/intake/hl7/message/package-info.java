/** The syntax of an HL7 v2 message: characters, segments, fields, times. Depends on HAPI; maps nothing to facts. */
@NullMarked
package org.parcours.command.intake.hl7.message;

import org.jspecify.annotations.NullMarked;
