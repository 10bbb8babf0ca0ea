package org.parcours.command.intake.fhir.mapping.text;

import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.PersonNameMapper;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.events.Practitioner;

/** A reference as text: the name of the resource, else the display, the identifier or the reference itself. */
public record ReferenceText(ElementText texts, FhirElement reference) {

    public Optional<String> text() {
        Optional<String> display = reference.text("display");
        Optional<String> number = texts.of(reference.child("identifier"));
        Optional<String> name = texts.context().resolve(reference).flatMap(this::name);
        Optional<String> shown = name.map(label -> display.filter(text -> !text.equals(label) && !label.contains(text))
                        .map(text -> label + " (" + text + ")")
                        .orElse(label))
                .or(() -> display);
        return shown.map(
                        label -> number.map(value -> label + " (" + value + ")").orElse(label))
                .or(() -> number)
                .or(() -> reference.text("reference"));
    }

    private Optional<String> name(FhirElement target) {
        return switch (target.typeName()) {
            case "Practitioner", "PractitionerRole" ->
                texts.context().practitioner(reference).map(Practitioner::label).filter(label -> !label.isBlank());
            case "Patient", "RelatedPerson" ->
                target.children("name").stream()
                        .flatMap(name -> PersonNameMapper.name(name).stream())
                        .findFirst()
                        .map(Object::toString);
            case "Device" -> device(target);
            case "DocumentReference" -> target.text("description").or(() -> texts.of(target.child("type")));
            default ->
                Stream.of("name", "title", "code", "type", "description", "vaccineCode", "medication", "summary")
                        .filter(element -> !target.child(element).isType("Reference"))
                        .flatMap(element -> texts.of(target.child(element)).stream())
                        .findFirst();
        };
    }

    /** {@code deviceName.name, type, manufacturer, model, n° serial}. */
    private Optional<String> device(FhirElement device) {
        return JoinedText.joined(
                ", ",
                Stream.concat(
                        device.children("deviceName").stream().map(name -> name.text("name")),
                        Stream.of("type", "manufacturer", "modelNumber", "lotNumber", "serialNumber", "expirationDate")
                                .map(element -> texts.of(device.child(element)))));
    }
}
