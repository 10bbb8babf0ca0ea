package org.parcours.query.patients;

import java.util.List;

/** @param more whether more records match than are listed */
record PatientList(List<PatientSummary> patients, boolean more) {

    static final PatientList EMPTY = new PatientList(List.of(), false);

    PatientList {
        patients = List.copyOf(patients);
    }
}
