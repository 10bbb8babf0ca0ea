package org.parcours.command.intake.locator;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The path of an element: {@code data.patient.identifiers[0]}, {@code Bundle.entry[1].resource.descendants().status}. */
record ElementPath(List<PathElement> elements) {

    sealed interface PathElement {}

    record NamedElement(String name) implements PathElement {}

    /** @param index from 0 */
    record ArrayIndex(int index) implements PathElement {}

    /** All descendants, at any depth. */
    record Descendants() implements PathElement {}

    private static final Pattern ELEMENT =
            Pattern.compile("descendants\\(\\)|([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d{1,9})\\]");

    static ElementPath parse(String field) {
        return new ElementPath(
                ELEMENT.matcher(field).results().map(ElementPath::element).toList());
    }

    private static PathElement element(MatchResult match) {
        if (match.group(1) != null) {
            return new NamedElement(match.group(1));
        }
        return match.group(2) == null ? new Descendants() : new ArrayIndex(Integer.parseInt(match.group(2)));
    }

    /** The path without the resource type, with which a FHIRPath begins. */
    ElementPath withoutType() {
        boolean beginsWithType = !isEmpty()
                && elements.getFirst() instanceof NamedElement(String name)
                && Character.isUpperCase(name.charAt(0));
        return beginsWithType ? rest() : this;
    }

    boolean isEmpty() {
        return elements.isEmpty();
    }

    /** Matches {@code effectiveDateTime} for {@code effective} too (FHIR R4, 2.24.0.2: choice of data types). */
    boolean beginsWithName(String property) {
        return !isEmpty()
                && elements.getFirst() instanceof NamedElement(String name)
                && property.startsWith(name)
                && (property.length() == name.length() || Character.isUpperCase(property.charAt(name.length())));
    }

    boolean beginsWithIndex() {
        return !isEmpty() && elements.getFirst() instanceof ArrayIndex;
    }

    boolean beginsWithIndex(int index) {
        return !isEmpty() && elements.getFirst().equals(new ArrayIndex(index));
    }

    boolean beginsWithDescendants() {
        return !isEmpty() && elements.getFirst() instanceof Descendants;
    }

    ElementPath rest() {
        return new ElementPath(elements.subList(1, elements.size()));
    }
}
