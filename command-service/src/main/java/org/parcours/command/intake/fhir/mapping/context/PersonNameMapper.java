package org.parcours.command.intake.fhir.mapping.context;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.spaced;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.PersonName;

/** Chooses among the names of a person by their use (FHIR R4, 2.24.0.15), and keeps them as sent. */
public record PersonNameMapper(ResourceContext context) {

    private static final String ABSENCE = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /** In the order in which they are preferred; "" is a name without a use. */
    private static final List<String> USES = List.of("usual", "official", "", "temp", "anonymous", "nickname");

    /** The name in use. */
    public Optional<PersonName> inUse(List<FhirElement> names) {
        return elementInUse(names).flatMap(PersonNameMapper::name);
    }

    public Optional<FhirElement> elementInUse(List<FhirElement> names) {
        List<FhirElement> current =
                names.stream().filter(name -> !isFormer(name)).toList();
        return USES.stream()
                .flatMap(use -> current.stream().filter(name -> use(name).equals(use)))
                .filter(name -> name(name).isPresent())
                .findFirst();
    }

    /**
     * The name at birth: {@code maiden}. In FR Core the official name is the name at birth (nom de naissance) and the usual
     * name the one in use.
     *
     * @param french whether an official name alone is the name at birth too
     */
    public Optional<FhirElement> elementAtBirth(List<FhirElement> names, boolean french) {
        boolean hasUsual = names.stream().anyMatch(name -> use(name).equals("usual") && !isFormer(name));
        // A maiden name may have ended with the marriage; an official name that has ended is a former one.
        List<FhirElement> official =
                names.stream().filter(name -> !isFormer(name)).toList();
        return first(names, "maiden").or(() -> hasUsual || french ? first(official, "official") : Optional.empty());
    }

    private static Optional<FhirElement> first(List<FhirElement> names, String use) {
        return names.stream()
                .filter(name -> use(name).equals(use) && name(name).isPresent())
                .findFirst();
    }

    private boolean isFormer(FhirElement name) {
        return use(name).equals("maiden") || ValidityPeriod.isFormer(name, context);
    }

    public static String use(FhirElement element) {
        return element.text("use").orElse("");
    }

    /** A name that is known to be unknown is shown as absent. */
    private static void readAbsence(FhirElement name) {
        Stream.of("family", "given")
                .flatMap(part -> name.children(part).stream())
                .filter(part -> part.peekValue().isEmpty())
                .filter(part -> !part.extensions(ABSENCE::equals).isEmpty())
                .forEach(FhirElement::markRead);
    }

    /** Family and given names; of a name that is only a text, this text. A given name is never taken for a family name. */
    public static Optional<PersonName> name(FhirElement name) {
        readAbsence(name);
        String given = String.join(" ", name.texts("given"));
        return name.text("family")
                .map(family -> PersonName.of(family, given))
                .or(() -> name.text("text").map(text -> PersonName.of(text, "")))
                .or(() -> Optional.of(given).filter(text -> !text.isEmpty()).map(text -> PersonName.of("", text)));
    }

    /** With titles: {@code Dr Anne MARTIN Jr}; the text as the sender wrote it comes before its parts. */
    public static Optional<String> fullText(FhirElement name) {
        Stream<String> parts = Stream.of(
                        name.texts("prefix"), name.texts("given"), name.texts("family"), name.texts("suffix"))
                .flatMap(List::stream);
        Optional<String> composed = spaced(parts);
        Optional<String> text = name.text("text").filter(sent -> !composed.equals(Optional.of(sent)));
        return composed.isEmpty() || text.isEmpty()
                ? composed.or(() -> text)
                : text.map(sent -> sent + " = " + composed.get());
    }

    /** Whether {@link #name} leaves something out. */
    public static boolean hasMore(FhirElement name) {
        return !name.peek("prefix").isEmpty()
                || !name.peek("suffix").isEmpty()
                || !name.peek("text").isEmpty() && !name.peek("family").isEmpty();
    }

    /** The names that are neither the one in use nor the one at birth. */
    public static List<FhirElement> others(
            List<FhirElement> names, Optional<FhirElement> inUse, Optional<FhirElement> atBirth) {
        List<FhirElement> others = new ArrayList<>(names);
        inUse.ifPresent(others::remove);
        atBirth.ifPresent(others::remove);
        return others;
    }
}
