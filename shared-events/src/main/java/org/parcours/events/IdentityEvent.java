package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/** Who a patient is. HL7 v2: A28, A31, A08, A47, A40, A34, A37, A44. */
public sealed interface IdentityEvent extends Event {

    @Override
    default List<StepKey> stepKeys() {
        return List.of();
    }

    /** A patient was registered (A28, or the first message that names an unknown patient). */
    record PatientRegistered(List<Identifier> identifiers, Demographics demographics) implements IdentityEvent {
        public PatientRegistered {
            identifiers = List.copyOf(identifiers);
        }
    }

    /**
     * A31, A08, A47: new identifiers or demographics.
     *
     * @param retired identifiers that no longer name this patient (MRG-1 of an A47)
     */
    record PatientIdentityUpdated(List<Identifier> identifiers, List<Identifier> retired, Demographics demographics)
            implements IdentityEvent {
        public PatientIdentityUpdated {
            identifiers = List.copyOf(identifiers);
            retired = List.copyOf(retired);
        }
    }

    /**
     * A40, A34: another patient record is the same person as the subject. Shown under the subject; reversible.
     *
     * @param absorbed the patient that the identifiers named when this was recorded; absent in a fact, always present
     *     in an event
     * @param persons the names, birth dates and sexes known of both records when this was recorded: later messages may
     *     report either (rule 9). None in a fact, and in an event of an earlier version
     */
    record PatientsMerged(
            List<Identifier> absorbedIdentifiers,
            Optional<PatientId> absorbed,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Demographics> persons)
            implements IdentityEvent {
        public PatientsMerged {
            absorbedIdentifiers = List.copyOf(absorbedIdentifiers);
            persons = List.copyOf(persons);
        }

        public PatientsMerged(List<Identifier> absorbedIdentifiers, Optional<PatientId> absorbed) {
            this(absorbedIdentifiers, absorbed, List.of());
        }
    }

    /** A37: the merge is undone; the records are of two people. */
    record PatientsUnmerged(List<Identifier> separatedIdentifiers, Optional<PatientId> separated)
            implements IdentityEvent {
        public PatientsUnmerged {
            separatedIdentifiers = List.copyOf(separatedIdentifiers);
        }
    }

    /**
     * A44: a stay that was opened under another patient is the subject's.
     *
     * @param from the former patient; absent where the former identifiers name no known patient
     */
    record StayReassigned(Visit visit, List<Identifier> fromIdentifiers, Optional<PatientId> from)
            implements IdentityEvent {
        public StayReassigned {
            fromIdentifiers = List.copyOf(fromIdentifiers);
        }
    }
}
