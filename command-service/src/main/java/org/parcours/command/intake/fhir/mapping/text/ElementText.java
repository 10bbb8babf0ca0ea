package org.parcours.command.intake.fhir.mapping.text;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.events.CodedWord;

/** Elements as text for display, complete: each value that is read for it is in it. Numbers and units are as sent. */
public record ElementText(ResourceContext context) {

    private static final Set<String> NOT_SHOWN = Set.of("id", "extension", "modifierExtension");

    /** The codes of HL7's own code systems say no more than their display. */
    private static boolean isStandardTerm(String system) {
        return system.startsWith("http://terminology.hl7.org/") || system.startsWith("http://hl7.org/");
    }

    public Optional<String> of(FhirElement element) {
        if (element.isEmpty()) {
            return Optional.empty();
        }
        return switch (element.typeName()) {
            case "CodeableConcept" -> concept(element);
            case "Coding" -> coding(element);
            case "Quantity", "SimpleQuantity", "Age", "Duration", "Distance", "Count" ->
                DataTypeMapper.quantityText(element);
            case "Money" -> joined(" ", element.text("value"), element.text("currency"));
            case "Range" -> range(element);
            case "Ratio" -> joined(" / ", of(element.child("numerator")), of(element.child("denominator")));
            case "Period" -> period(element);
            case "Timing" -> new TimingText(this, element).text();
            case "Dosage" -> new DosageText(this).text(element);
            case "Reference" -> new ReferenceText(this, element).text();
            case "Annotation" -> annotation(element);
            case "Identifier" -> identifier(element);
            case "date", "dateTime", "instant" -> time(element);
            default -> element.value().or(() -> parts(element));
        };
    }

    /** Of each element in turn, without repetitions. */
    public Optional<String> all(List<FhirElement> elements) {
        return switch (elements.size()) {
            case 0 -> Optional.empty();
            case 1 -> of(elements.getFirst()).filter(text -> !text.isEmpty());
            default -> joined("; ", elements.stream().map(this::of));
        };
    }

    public Optional<String> all(FhirElement parent, String... names) {
        List<FhirElement> elements = new ArrayList<>();
        for (String name : names) {
            elements.addAll(parent.children(name));
        }
        return all(elements);
    }

    /** {@code prefix text suffix}, where there is a text. */
    public Optional<String> labelled(String prefix, FhirElement element, String suffix) {
        return of(element).map(text -> prefix + text + suffix);
    }

    /** The text of the concept and every coding: {@code Paracétamol (N02BE01), Doliprane 1 g (3400930000120)}. */
    public Optional<String> concept(FhirElement concept) {
        Optional<String> text = concept.text("text");
        Set<String> codings = new LinkedHashSet<>();
        boolean textIsCoded = false;
        for (FhirElement coding : concept.children("coding")) {
            Optional<String> display = coding.text("display");
            boolean sameAsText = text.isPresent()
                    && display.filter(label -> !isSame(label, text.get())).isEmpty();
            Optional<String> code = shownCode(coding);
            if (sameAsText && !textIsCoded) {
                codings.add(withCode(text.get(), code));
                textIsCoded = true;
            } else {
                coding(coding).ifPresent(codings::add);
            }
        }
        List<String> all = new ArrayList<>(codings);
        if (!textIsCoded) {
            text.ifPresent(all::addFirst);
        }
        return joined(all);
    }

    private Optional<String> coding(FhirElement coding) {
        Optional<String> code = shownCode(coding);
        return coding.text("display").map(display -> withCode(display, code)).or(() -> coding.text("code"));
    }

    private static Optional<String> shownCode(FhirElement coding) {
        Optional<String> code = coding.text("code");
        return coding.text("system").filter(ElementText::isStandardTerm).isPresent() ? Optional.empty() : code;
    }

    private static String withCode(String label, Optional<String> code) {
        return code.filter(value -> !isSame(value, label))
                .map(value -> label + " (" + value + ")")
                .orElse(label);
    }

    private static boolean isSame(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    /** {@code 1 à 2 mg}; the unit of the lower limit only where it is another one. */
    private Optional<String> range(FhirElement range) {
        Optional<String> low = of(range.child("low"));
        Optional<String> high = of(range.child("high"));
        if (low.isEmpty() || high.isEmpty()) {
            return low.map(limit -> "≥ " + limit).or(() -> high.map(limit -> "≤ " + limit));
        }
        Optional<String> unit = DataTypeMapper.unit(range.child("low"));
        String lower = unit.isPresent() && unit.equals(DataTypeMapper.unit(range.child("high")))
                ? DataTypeMapper.numberText(range.child("low")).orElse("")
                : low.get();
        return Optional.of(lower + " " + CodedWord.of("to") + " " + high.get());
    }

    private Optional<String> period(FhirElement period) {
        Optional<String> start = time(period.child("start"));
        Optional<String> end = time(period.child("end"));
        return start.isEmpty() && end.isEmpty()
                ? Optional.empty()
                : Optional.of(start.orElse("…") + " → " + end.orElse("…"));
    }

    public Optional<String> time(FhirElement element) {
        return context.dateTimes().parse(element).map(ReportedTime::value).map(CodedWord::of);
    }

    /** {@code text (author, time)}. */
    private Optional<String> annotation(FhirElement note) {
        Optional<String> source = joined(", ", of(note.child("author")), time(note.child("time")));
        return note.text("text")
                .map(text -> source.map(by -> text + " (" + by + ")").orElse(text))
                .or(() -> source);
    }

    private static Optional<String> identifier(FhirElement identifier) {
        identifier.text("system");
        return identifier.text("value");
    }

    /** Of an element without a form of its own: its parts in the order sent. */
    private Optional<String> parts(FhirElement element) {
        return joined(
                " · ",
                element.properties().stream()
                        .filter(property -> !NOT_SHOWN.contains(property))
                        .flatMap(property -> element.peek(property).stream())
                        .map(this::of));
    }
}
