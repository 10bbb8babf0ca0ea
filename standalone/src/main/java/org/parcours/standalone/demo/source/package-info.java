/**
 * The simulated source applications and their messages: HL7 v2 with the French extensions (IHE PAM France 2.11) or
 * CloudEvents over REST. A {@link org.parcours.standalone.demo.source.PatientJourneyMessageGenerator} generates the messages of one
 * patient's journey; it is pure: the same seed gives the same bytes.
 */
@NullMarked
package org.parcours.standalone.demo.source;

import org.jspecify.annotations.NullMarked;
