package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.joined;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.CodedWord;
import org.parcours.events.PartialDateTime;

/** Writes FHIR data types as text for display, with all that they contain. */
record FhirTextFormatter(ResourceContext context) {

    private static final String UNIT_SEPARATOR = "; ";

    /** One text of all elements; empty where there are none. */
    static Optional<String> list(List<FhirElement> elements, Function<FhirElement, Optional<String>> text) {
        List<String> texts =
                elements.stream().flatMap(each -> text.apply(each).stream()).toList();
        return Optional.of(String.join(UNIT_SEPARATOR, texts)).filter(all -> !all.isEmpty());
    }

    /** The labels of all concepts. */
    static Optional<String> concepts(List<FhirElement> concepts) {
        return DataTypeMapper.labels(concepts);
    }

    /** {@code 2026-03-01 – 2026-03-04}. */
    Optional<String> period(FhirElement period) {
        Optional<String> start =
                context.dateTimes().start(period).map(ReportedTime::value).map(FhirTextFormatter::time);
        Optional<String> end =
                context.dateTimes().end(period).map(ReportedTime::value).map(FhirTextFormatter::time);
        return start.isEmpty() && end.isEmpty()
                ? Optional.empty()
                : Optional.of((start.orElse("…") + " – " + end.orElse("…")).strip());
    }

    static String time(PartialDateTime time) {
        return CodedWord.of(time);
    }

    /** The text with what follows it in brackets. */
    static Optional<String> withRemarks(Optional<String> text, Stream<Optional<String>> remarks) {
        Optional<String> all = joined(remarks.flatMap(Optional::stream));
        return text.isEmpty()
                ? all
                : Optional.of(text.get() + all.map(more -> " (" + more + ")").orElse(""));
    }

    /** A reference to whatever it may be: as its resource names itself, as the reference displays it, or its number. */
    Optional<String> reference(FhirElement reference) {
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
                reference(resource.child("practitioner")).or(() -> concepts(resource.children("code")));
            case "Location" -> PlaceMapper.nameOf(resource);
            case "Organization", "HealthcareService", "Account", "CareTeam", "Endpoint" -> resource.text("name");
            case "Condition", "Procedure", "Observation", "ServiceRequest", "DiagnosticReport" ->
                DataTypeMapper.coding(resource.child("code")).map(coding -> coding.label());
            case "EpisodeOfCare" -> concepts(resource.children("type"));
            case "Appointment" -> resource.text("description");
            default -> Optional.empty();
        };
    }

    /** {@code Location/12} is {@code 12}. */
    static String lastPart(String literal) {
        String plain = literal.replaceFirst("/_history/.*$", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /** Street, district, postal code and city, state, country; without a street, the address's own text. */
    static Optional<String> address(FhirElement address) {
        List<String> lines = address.texts("line");
        Optional<String> text = lines.isEmpty() ? address.text("text") : Optional.empty();
        if (text.isPresent()) {
            return text;
        }
        Optional<String> city =
                spaced(Stream.concat(address.text("postalCode").stream(), address.text("city").stream()));
        return joined(Stream.of(
                        lines.stream(),
                        address.text("district").stream(),
                        city.stream(),
                        address.text("state").stream(),
                        address.text("country").stream())
                .flatMap(Function.identity()));
    }

    /** The number or address; its kind where it is neither a telephone nor recognisable. */
    static Optional<String> telecom(FhirElement telecom) {
        Optional<String> kind = telecom.text("system")
                .filter(system -> system.equals("fax") || system.equals("pager") || system.equals("sms"));
        return telecom.text("value").flatMap(value -> withRemarks(Optional.of(value), Stream.of(kind)));
    }

    static Optional<String> spaced(Stream<String> parts) {
        return Optional.of(String.join(" ", parts.toList())).filter(text -> !text.isEmpty());
    }
}
