/**
 * The rules of a patient's journey: deciders, which decide from the reported facts and the recorded events what is
 * recorded. A decider never rejects a fact (rule 1): it decides which patient the fact is about, what it corrects, and
 * what is an anomaly.
 *
 * <p>Depends on {@code shared-events} and on {@link org.parcours.command.message.ParsedMessage}. Pure: no clock, no
 * random numbers, no I/O, no Axon, no Spring. The packages of the steps never import each other (ArchitectureTest).
 */
@NullMarked
package org.parcours.command.journey;

import org.jspecify.annotations.NullMarked;
