/**
 * Maps HL7 v2 messages to facts, in the words of domain.md: one mapper for each family of triggers, registered in
 * {@link org.parcours.command.intake.hl7.mapping.StandardHl7MappingRegistry}.
 */
@NullMarked
package org.parcours.command.intake.hl7.mapping;

import org.jspecify.annotations.NullMarked;
