package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.intake.hl7.message.Hl7Times;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;

/** Who a patient is said to be: PID, MRG. */
record Patients(Numbers numbers, Hl7Times times) {

    private static final Set<String> HOSPITALS_OWN = Set.of("PI", "MR", "MRN");
    private static final Set<String> NO_PATIENTS_NUMBER = Set.of("AN", "VN");

    PatientEvidence evidence(Hl7Segment pid) {
        List<Identifier> told = patientNumbers(pid, 3);
        if (told.isEmpty()) {
            told = patientNumbers(pid, 2);
        }
        // Rule 5: an INS is evidence only once PID-32 says that its identity has been validated.
        boolean validated =
                pid.repetitions(32).stream().anyMatch(status -> status.text().equals("VALI"));
        List<Identifier> evidence =
                told.stream().filter(id -> validated || !id.isIns()).toList();
        if (evidence.isEmpty()) {
            throw new RejectionException(
                    told.isEmpty()
                            ? Hl7Rejections.PATIENT_UNIDENTIFIED.at("PID-3")
                            : Hl7Rejections.INS_NOT_VALIDATED.at("PID-3"));
        }
        return new PatientEvidence(evidence, demographics(pid));
    }

    /** The identifiers in a field, the hospital's own first. */
    List<Identifier> patientNumbers(Hl7Segment segment, int field) {
        return segment.repetitions(field).stream()
                .map(numbers::cx)
                .flatMap(Optional::stream)
                .filter(id -> id.type().filter(NO_PATIENTS_NUMBER::contains).isEmpty())
                .distinct()
                .sorted(Comparator.comparing(
                        id -> id.type().filter(HOSPITALS_OWN::contains).isEmpty()))
                .toList();
    }

    /**
     * Whom MRG-1 names. An INS there has no PID-32 of its own, so it counts only where there is nothing else.
     *
     * @throws RejectionException where it names nobody
     */
    List<Identifier> other(Hl7Segment segment, int field) {
        List<Identifier> told = patientNumbers(segment, field);
        if (told.isEmpty()) {
            throw new RejectionException(Hl7Rejections.MERGED_PATIENT_MISSING.at(segment.name() + "-" + field));
        }
        List<Identifier> others =
                told.stream().filter(Predicate.not(Identifier::isIns)).toList();
        return others.isEmpty() ? told : others;
    }

    Demographics demographics(Hl7Segment pid) {
        List<Hl7Field> names = pid.repetitions(5).stream()
                .filter(name -> !name.text().isEmpty())
                .toList();
        // PAM FR: D is the name in use, L the name at birth; elsewhere L is often the only one, or none has a type.
        Optional<Hl7Field> used = first(names, "D").or(() -> names.stream()
                .filter(name -> !isBirthName(name))
                .findFirst()
                .or(() -> names.stream().findFirst()));
        List<Hl7Field> others = new ArrayList<>(names);
        used.ifPresent(others::remove);
        Optional<Hl7Field> birth = others.stream().filter(Patients::isBirthName).findFirst();
        return new Demographics(
                used.map(Patients::name),
                birth.map(Patients::name),
                times.day(pid.field(7)),
                pid.told(8).map(sex -> sex.toUpperCase(Locale.ROOT)));
    }

    /** XPN, and the same parts of others: family name, given name. */
    static PersonName name(Hl7Field name) {
        return PersonName.of(name.text(1), name.text(2));
    }

    private static Optional<Hl7Field> first(List<Hl7Field> names, String type) {
        return names.stream().filter(name -> name.text(7).equals(type)).findFirst();
    }

    private static boolean isBirthName(Hl7Field name) {
        return Stream.of("L", "M", "B", "BAD").anyMatch(name.text(7)::equals);
    }
}
