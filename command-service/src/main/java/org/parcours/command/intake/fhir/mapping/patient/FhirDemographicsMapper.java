package org.parcours.command.intake.fhir.mapping.patient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.PersonNameMapper;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.context.ValidityPeriod;
import org.parcours.command.intake.fhir.mapping.datatype.ContactText;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;

/** Maps the elements of a Patient that identify and describe the person. */
record FhirDemographicsMapper(ResourceContext context, FhirElement patient, boolean french) {

    Demographics demographics() {
        List<FhirElement> names = patient.children("name");
        PersonNameMapper nameMapper = new PersonNameMapper(context);
        return new Demographics(
                nameMapper.inUse(names),
                nameMapper.elementAtBirth(names, french).flatMap(PersonNameMapper::name),
                context.dateTimes().date(patient.child("birthDate")),
                patient.text("gender").flatMap(FhirDemographicsMapper::sex),
                telecoms(telecom -> !isWork(telecom)),
                telecoms(FhirDemographicsMapper::isWork),
                patient.children("address").stream()
                        .filter(address -> !ValidityPeriod.isFormer(address, context))
                        .flatMap(address -> ContactText.address(address).stream())
                        .distinct()
                        .toList(),
                death(),
                birthOrder(),
                deletedFields());
    }

    /** In the order of their rank; those without one last. */
    private List<String> telecoms(Predicate<FhirElement> condition) {
        return patient.children("telecom").stream()
                .filter(telecom -> !ValidityPeriod.isFormer(telecom, context) && condition.test(telecom))
                .sorted(Comparator.comparing(FhirDemographicsMapper::rank))
                .flatMap(telecom -> ContactText.telecom(telecom).stream())
                .distinct()
                .toList();
    }

    private static int rank(FhirElement telecom) {
        return telecom.text("rank")
                .filter(rank -> rank.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .orElse(Integer.MAX_VALUE);
    }

    private static boolean isWork(FhirElement telecom) {
        return telecom.text("use").filter("work"::equals).isPresent();
    }

    private Optional<Demographics.Death> death() {
        FhirElement deceased = patient.child("deceased");
        if (deceased.isType("dateTime")) {
            return Optional.of(
                    new Demographics.Death(context.dateTimes().parse(deceased).map(ReportedTime::value)));
        }
        return deceased.value().filter("true"::equals).map(_ -> new Demographics.Death(Optional.empty()));
    }

    /** {@code multipleBirthInteger}: 2 is the second of the twins. */
    private Optional<Integer> birthOrder() {
        return Optional.of(patient.child("multipleBirth"))
                .filter(birth -> birth.isType("integer"))
                .flatMap(FhirElement::value)
                .filter(FhirDemographicsMapper::isBirthOrder)
                .map(Integer::valueOf);
    }

    static boolean isBirthOrder(String value) {
        return value.matches("\\d{1,2}");
    }

    /** What the resource takes back by saying no. */
    private List<DemographicField> deletedFields() {
        List<DemographicField> deleted = new ArrayList<>();
        if (patient.child("deceased").value().filter("false"::equals).isPresent()) {
            deleted.add(DemographicField.DEATH);
        }
        if (patient.child("multipleBirth").value().filter("false"::equals).isPresent()) {
            deleted.add(DemographicField.BIRTH_ORDER);
        }
        return deleted;
    }

    private static Optional<String> sex(String gender) {
        return switch (gender) {
            case "male" -> Optional.of("M");
            case "female" -> Optional.of("F");
            case "other" -> Optional.of("O");
            case "unknown" -> Optional.of("U");
            default -> Optional.empty();
        };
    }
}
