package org.parcours.events;

import java.util.Optional;

/**
 * The stay that an event refers to.
 *
 * @param number the visit number (PV1-19), where there is one
 * @param patientClass HL7 table 0004: I inpatient, O outpatient, E emergency, P preadmit, R recurring, B obstetrics, N none
 */
public record Visit(Optional<Identifier> number, Optional<String> patientClass) {}
