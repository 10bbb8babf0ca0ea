package org.parcours.command.intake.locator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code data.patient.identifiers[0]}, {@code Bundle.entry[1].resource.descendants().status}. */
record ElementPath(List<Step> steps) {

    sealed interface Step {}

    record Name(String name) implements Step {

        /** Also {@code effectiveDateTime} where {@code effective} is asked for (FHIR R4, 2.24.0.2: choice of data types). */
        boolean isOf(String property) {
            return property.equals(name)
                    || property.startsWith(name)
                            && property.length() > name.length()
                            && Character.isUpperCase(property.charAt(name.length()));
        }
    }

    /** From 0. */
    record Index(int index) implements Step {}

    /** Whatever is below, at any depth. */
    record Below() implements Step {}

    private static final Pattern STEP = Pattern.compile("descendants\\(\\)|([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d{1,9})\\]");

    ElementPath {
        steps = List.copyOf(steps);
    }

    static ElementPath parse(String field) {
        List<Step> steps = new ArrayList<>();
        Matcher found = STEP.matcher(field);
        while (found.find()) {
            if (found.group(1) != null) {
                steps.add(new Name(found.group(1)));
            } else if (found.group(2) != null) {
                steps.add(new Index(Integer.parseInt(found.group(2))));
            } else {
                steps.add(new Below());
            }
        }
        return new ElementPath(steps);
    }

    /** A FHIRPath begins with the type of the resource, which is no element of it. */
    ElementPath withoutType() {
        return !steps.isEmpty()
                        && steps.getFirst() instanceof Name(String name)
                        && Character.isUpperCase(name.charAt(0))
                ? rest()
                : this;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    Step first() {
        return steps.getFirst();
    }

    ElementPath rest() {
        return new ElementPath(steps.subList(1, steps.size()));
    }
}
