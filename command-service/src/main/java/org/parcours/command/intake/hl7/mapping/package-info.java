/** What an HL7 v2 message means, in the words of domain.md: one class a family of triggers, the table in Mappings. */
@NullMarked
package org.parcours.command.intake.hl7.mapping;

import org.jspecify.annotations.NullMarked;
