package org.parcours.command.intake.fhir.mapping.context;

import java.util.Optional;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.events.CodedWord;
import org.parcours.events.PartialDateTime;

/** Writes FHIR data types as text for display, with all that they contain. */
public record FhirTextFormatter(ResourceContext context) {

    /** {@code 2026-03-01 – 2026-03-04}. */
    public Optional<String> period(FhirElement period) {
        Optional<String> start =
                context.dateTimes().start(period).map(ReportedTime::value).map(FhirTextFormatter::time);
        Optional<String> end =
                context.dateTimes().end(period).map(ReportedTime::value).map(FhirTextFormatter::time);
        return start.isEmpty() && end.isEmpty()
                ? Optional.empty()
                : Optional.of((start.orElse("…") + " – " + end.orElse("…")).strip());
    }

    public static String time(PartialDateTime time) {
        return CodedWord.of(time);
    }

    /** A reference to whatever it may be: as its resource names itself, as the reference displays it, or its number. */
    public Optional<String> reference(FhirElement reference) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> display = reference.text("display");
        Optional<FhirElement> target = context.resolve(reference);
        return target.flatMap(this::nameOf)
                .or(() -> display)
                .or(() -> reference.child("identifier").text("value"))
                .or(() -> target.flatMap(found -> context.references().identityOf(found).all().stream()
                        .findFirst()
                        .map(number -> number.value())))
                .or(() -> reference.text("reference").map(FhirTextFormatter::lastPart));
    }

    /** How a resource names itself: its name, title, code, or its number. */
    private Optional<String> nameOf(FhirElement resource) {
        return switch (resource.typeName()) {
            case "Practitioner", "Patient", "RelatedPerson", "Person" ->
                new PersonNameMapper(context).inUse(resource.children("name")).map(Object::toString);
            case "PractitionerRole" ->
                reference(resource.child("practitioner")).or(() -> DataTypeMapper.labels(resource.children("code")));
            case "Location" -> PlaceMapper.nameOf(resource);
            case "Organization", "HealthcareService", "Account", "CareTeam", "Endpoint" -> resource.text("name");
            case "Condition", "Procedure", "Observation", "ServiceRequest", "DiagnosticReport" ->
                DataTypeMapper.coding(resource.child("code")).map(coding -> coding.label());
            case "EpisodeOfCare" -> DataTypeMapper.labels(resource.children("type"));
            case "Appointment" -> resource.text("description");
            default -> Optional.empty();
        };
    }

    /** {@code Location/12} is {@code 12}. */
    static String lastPart(String literal) {
        String plain = literal.replaceFirst("/_history/.*$", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
