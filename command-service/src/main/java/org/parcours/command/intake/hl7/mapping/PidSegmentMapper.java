package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.hl7.message.Hl7DateTimeParser;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDateTime;

/** Maps the fields of PID, and of MRG, to the identifiers and demographics of a patient. */
record PidSegmentMapper(Hl7IdentifierMapper identifiers, Hl7DateTimeParser dateTimes) {

    private static final Set<String> HOSPITAL_IDENTIFIER_TYPES = Set.of("PI", "MR", "MRN");
    private static final Set<String> NON_PATIENT_TYPES = Set.of("AN", "VN");
    private static final Set<String> BIRTH_NAME_TYPES = Set.of("L", "M", "B", "BAD");

    private static final Pattern BIRTH_ORDER = Pattern.compile("\\d{1,2}");

    PatientEvidence evidence(Hl7Segment pid) {
        List<Identifier> reported = patientIdentifiers(pid, 3);
        if (reported.isEmpty()) {
            reported = patientIdentifiers(pid, 2);
        }
        // Rule 5: an INS is evidence only if PID-32 reports a validated identity.
        boolean validated =
                pid.repetitions(32).stream().anyMatch(status -> status.text().equals("VALI"));
        List<Identifier> evidence =
                reported.stream().filter(id -> validated || !id.isIns()).toList();
        if (evidence.isEmpty()) {
            throw (reported.isEmpty() ? Hl7RejectionCode.PATIENT_UNIDENTIFIED : Hl7RejectionCode.INS_NOT_VALIDATED)
                    .exceptionAt("PID-3");
        }
        return new PatientEvidence(evidence, demographics(pid));
    }

    /** The identifiers in a field, the hospital's own first. */
    List<Identifier> patientIdentifiers(Hl7Segment segment, int field) {
        return segment.repetitions(field).stream()
                .map(identifiers::cx)
                .flatMap(Optional::stream)
                .filter(id -> id.type().filter(NON_PATIENT_TYPES::contains).isEmpty())
                .distinct()
                .sorted(Comparator.comparing(id ->
                        id.type().filter(HOSPITAL_IDENTIFIER_TYPES::contains).isEmpty()))
                .toList();
    }

    /**
     * The identifiers of the other patient (MRG-1). An INS there has no PID-32 of its own, so it is used only if there
     * is no other identifier.
     *
     * @throws RejectionException if there is no identifier
     */
    List<Identifier> otherPatientIdentifiers(Hl7Segment segment, int field) {
        List<Identifier> reported = patientIdentifiers(segment, field);
        if (reported.isEmpty()) {
            throw Hl7RejectionCode.MERGED_PATIENT_MISSING.exceptionAt(segment.name() + "-" + field);
        }
        List<Identifier> withoutIns =
                reported.stream().filter(Predicate.not(Identifier::isIns)).toList();
        return withoutIns.isEmpty() ? reported : withoutIns;
    }

    private Demographics demographics(Hl7Segment pid) {
        List<Hl7FieldRepetition> names = pid.repetitions(5).stream()
                .filter(name -> !name.text().isEmpty() || !name.text(2).isEmpty())
                .toList();
        // PAM FR: D is the name in use, L the birth name; elsewhere L is often the only name, or no name has a type.
        Optional<Hl7FieldRepetition> currentName = first(
                        names, name -> name.text(7).equals("D"))
                .or(() -> first(names, name -> !isBirthName(name)))
                .or(() -> names.stream().findFirst());
        List<Hl7FieldRepetition> otherNames = new ArrayList<>(names);
        currentName.ifPresent(otherNames::remove);
        return new Demographics(
                currentName.map(Hl7DataTypeMapper::personName),
                first(otherNames, PidSegmentMapper::isBirthName).map(Hl7DataTypeMapper::personName),
                Hl7DateTimeParser.parseDate(pid.field(7)),
                pid.value(8).map(sex -> sex.toUpperCase(Locale.ROOT)),
                telecoms(pid, 13, 40),
                telecoms(pid, 14),
                pid.repetitions(11).stream()
                        .flatMap(address -> Hl7DataTypeMapper.address(address).stream())
                        .toList(),
                death(pid),
                pid.field(25).valueAs(order -> Optional.of(order)
                        .filter(BIRTH_ORDER.asMatchPredicate())
                        .map(Integer::valueOf)),
                deletedFields(pid));
    }

    private static List<String> telecoms(Hl7Segment pid, int... fields) {
        return IntStream.of(fields)
                .boxed()
                .flatMap(field -> pid.repetitions(field).stream())
                .flatMap(Hl7DataTypeMapper::telecoms)
                .distinct()
                .toList();
    }

    /** PID-30 Y, or a time of death in PID-29. */
    private Optional<Demographics.Death> death(Hl7Segment pid) {
        Optional<PartialDateTime> at = dateTimes.parseIfValid(pid.field(29)).map(ReportedTime::value);
        return at.isPresent() || pid.text(30).equals("Y") ? Optional.of(new Demographics.Death(at)) : Optional.empty();
    }

    /** The fields that contain the HL7 null; PID-30 N takes back an earlier death. */
    private static List<DemographicField> deletedFields(Hl7Segment pid) {
        List<DemographicField> deleted = new ArrayList<>();
        List<Hl7FieldRepetition> names = pid.repetitions(5);
        if (names.stream().anyMatch(name -> name.isNull(1))) {
            boolean hasName = names.stream().anyMatch(name -> !name.text().isEmpty());
            deleted.add(DemographicField.BIRTH_NAME);
            if (!hasName) {
                deleted.add(DemographicField.NAME);
            }
        }
        addIfNull(pid, DemographicField.BIRTH_DATE, deleted, 7);
        addIfNull(pid, DemographicField.SEX, deleted, 8);
        addIfNull(pid, DemographicField.ADDRESSES, deleted, 11);
        addIfNull(pid, DemographicField.PHONES, deleted, 13, 40);
        addIfNull(pid, DemographicField.WORK_PHONES, deleted, 14);
        addIfNull(pid, DemographicField.BIRTH_ORDER, deleted, 25);
        if (pid.field(29).isNull(1) || pid.field(30).isNull(1) || pid.text(30).equals("N")) {
            deleted.add(DemographicField.DEATH);
        }
        return deleted;
    }

    private static void addIfNull(
            Hl7Segment pid, DemographicField deletedField, List<DemographicField> deleted, int... fields) {
        if (IntStream.of(fields).anyMatch(field -> pid.field(field).isNull(1))) {
            deleted.add(deletedField);
        }
    }

    private static Optional<Hl7FieldRepetition> first(
            List<Hl7FieldRepetition> names, Predicate<Hl7FieldRepetition> condition) {
        return names.stream().filter(condition).findFirst();
    }

    private static boolean isBirthName(Hl7FieldRepetition name) {
        return BIRTH_NAME_TYPES.contains(name.text(7));
    }
}
