package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.message.Fact;

/** The comments on a patient (NTE after PID) stand at the first fact about the patient. */
public final class PatientNotes {

    private PatientNotes() {}

    /** @param message the segments of one patient */
    public static List<Fact> addTo(List<Fact> facts, Hl7Message message) {
        List<String> notes = OrderGroup.notesAfter(message.segments(), message.segment("PID"));
        if (facts.isEmpty() || notes.isEmpty()) {
            return facts;
        }
        List<Fact> annotated = new ArrayList<>(facts);
        Fact first = facts.getFirst();
        List<String> all = new ArrayList<>(notes);
        all.addAll(first.annotations().notes());
        annotated.set(0, first.withAnnotations(first.annotations().withNotes(all)));
        return annotated;
    }
}
