package org.parcours.command.intake.locator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of an element: {@code data.patient.identifiers[0]}, {@code
 * Bundle.entry[1].resource.descendants().status}.
 */
record ElementPath(List<PathElement> elements) {

    sealed interface PathElement {}

    record NamedElement(String name) implements PathElement {

        /** Matches {@code effectiveDateTime} for {@code effective} too (FHIR R4, 2.24.0.2: choice of data types). */
        boolean matches(String property) {
            return property.equals(name)
                    || property.startsWith(name)
                            && property.length() > name.length()
                            && Character.isUpperCase(property.charAt(name.length()));
        }
    }

    /** @param index from 0 */
    record ArrayIndex(int index) implements PathElement {}

    /** All descendants, at any depth. */
    record Descendants() implements PathElement {}

    private static final Pattern ELEMENT =
            Pattern.compile("descendants\\(\\)|([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d{1,9})\\]");

    ElementPath {
        elements = List.copyOf(elements);
    }

    static ElementPath parse(String field) {
        List<PathElement> elements = new ArrayList<>();
        Matcher matcher = ELEMENT.matcher(field);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                elements.add(new NamedElement(matcher.group(1)));
            } else if (matcher.group(2) != null) {
                elements.add(new ArrayIndex(Integer.parseInt(matcher.group(2))));
            } else {
                elements.add(new Descendants());
            }
        }
        return new ElementPath(elements);
    }

    /** The path without the resource type, with which a FHIRPath begins. */
    ElementPath withoutType() {
        return !elements.isEmpty()
                        && elements.getFirst() instanceof NamedElement(String name)
                        && Character.isUpperCase(name.charAt(0))
                ? rest()
                : this;
    }

    boolean isEmpty() {
        return elements.isEmpty();
    }

    PathElement first() {
        return elements.getFirst();
    }

    ElementPath rest() {
        return new ElementPath(elements.subList(1, elements.size()));
    }
}
