/**
 * The source applications of the demo hospital and how each words what it tells: HL7 v2 in the French manner (IHE PAM
 * France 2.11) or a REST fact. A {@link org.parcours.standalone.demo.source.JourneySimulation} is one patient's journey as they
 * tell it; it is pure, so the same seed tells the same bytes.
 */
@NullMarked
package org.parcours.standalone.demo.source;

import org.jspecify.annotations.NullMarked;
