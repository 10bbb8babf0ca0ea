package org.parcours.query.worklists;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;

/**
 * Patients with an open identity anomaly, newest first.
 *
 * @param moreThan present where there are more lines than these: this many are listed
 */
record IdentityWorklist(List<Line> lines, Optional<Integer> moreThan) {

    IdentityWorklist {
        lines = List.copyOf(lines);
    }

    /**
     * One patient, one kind of anomaly, one source application.
     *
     * @param recordedAt when the latest such event was recorded
     * @param events how many of the events read have it
     */
    record Line(
            PatientId patient,
            Optional<PersonName> name,
            Anomaly.Code code,
            Optional<String> detail,
            String application,
            Instant recordedAt,
            int events) {

        Line withOneMore() {
            return new Line(patient, name, code, detail, application, recordedAt, events + 1);
        }
    }
}
