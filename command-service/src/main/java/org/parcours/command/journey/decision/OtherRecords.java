package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parcours.command.journey.identity.PatientIndex;
import org.parcours.events.Identifier;
import org.parcours.events.PatientId;

/**
 * The records that the identifiers of a merge, or of its end, name: MRG-1 may name several.
 *
 * @param known the identifiers of each known record
 * @param unknown the identifiers of each record that is not known yet
 */
record OtherRecords(Map<PatientId, List<Identifier>> known, List<List<Identifier>> unknown) {

    static OtherRecords of(List<Identifier> identifiers, PatientIndex patientIndex) {
        OtherRecords records = new OtherRecords(new LinkedHashMap<>(), new ArrayList<>());
        for (Identifier identifier : identifiers) {
            patientIndex
                    .owner(identifier)
                    .ifPresentOrElse(
                            owner -> records.known
                                    .computeIfAbsent(owner, _ -> new ArrayList<>())
                                    .add(identifier),
                            () -> records.addUnknown(identifier));
        }
        return records;
    }

    /** One record has one number of each authority. */
    private void addUnknown(Identifier identifier) {
        unknown.stream()
                .filter(numbers ->
                        numbers.stream().noneMatch(number -> number.system().equals(identifier.system())))
                .findFirst()
                .ifPresentOrElse(
                        numbers -> numbers.add(identifier), () -> unknown.add(new ArrayList<>(List.of(identifier))));
    }

    boolean areAllMergedWith(PatientId patient, PatientIndex patientIndex) {
        return unknown.isEmpty()
                && !known.isEmpty()
                && known.keySet().stream().allMatch(record -> patientIndex.isSamePerson(record, patient));
    }
}
