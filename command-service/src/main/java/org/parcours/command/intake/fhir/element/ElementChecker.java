package org.parcours.command.intake.fhir.element;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;

/**
 * Checks the values of a resource against the definitions of FHIR R4 before it is mapped: the JSON types, how often an element
 * occurs, codes, dates, numbers and texts; and that it contains no modifier that Parcours does not understand.
 */
public final class ElementChecker {

    /** Names appear in events, answers and log lines. */
    private static final Pattern NAME = Pattern.compile("[\\w.:@$\\-]{1,100}");

    private final boolean strict;

    /** @param strict whether elements that FHIR R4 does not define are rejected */
    public ElementChecker(boolean strict) {
        this.strict = strict;
    }

    /** @throws RejectionException naming the first element that is wrong */
    public void check(FhirElement resource) {
        if (resource.type().isEmpty()) {
            return;
        }
        resource.text("implicitRules").ifPresent(_ -> {
            throw FhirRejectionCode.MODIFIER_NOT_UNDERSTOOD.exceptionAt(resource.pathOf("implicitRules"));
        });
        checkChildren(resource);
    }

    /** An element of a Bundle's entry, without the entry's resource. */
    public void checkElement(FhirElement element) {
        checkChildren(element);
    }

    private void checkChildren(FhirElement element) {
        Set<String> choices = Set.of();
        for (String property : element.properties()) {
            Optional<ElementDefinition> definition = element.definitionOf(property);
            if (definition.isPresent() && !definition.get().name().equals(property)) {
                choices = withChoice(element, definition.get().name(), choices);
            }
            checkProperty(element, property, definition);
        }
    }

    private static Set<String> withChoice(FhirElement element, String choice, Set<String> choices) {
        if (choices.contains(choice)) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    element.pathOf(choice), "values of several types found, one expected");
        }
        Set<String> more = new HashSet<>(choices);
        more.add(choice);
        return more;
    }

    private void checkProperty(FhirElement element, String property, Optional<ElementDefinition> definition) {
        List<FhirElement> children = element.peek(property);
        if (definition.isEmpty()) {
            if (!NAME.matcher(property).matches()) {
                throw FhirRejectionCode.INVALID_TEXT.exceptionAt(element.path(), "in the name of an element");
            }
            children.forEach(this::checkUnknown);
            return;
        }
        if (children.size() > 1 && !definition.get().repeats()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    element.pathOf(definition.get().name()), children.size() + " values found, one expected");
        }
        for (FhirElement child : children) {
            if (property.equals("modifierExtension")) {
                throw FhirRejectionCode.MODIFIER_NOT_UNDERSTOOD.exceptionAt(
                        child.path(), child.node().path("url").asString("no url"));
            }
            check(child, definition.get());
        }
    }

    private void checkUnknown(FhirElement child) {
        if (strict) {
            throw FhirRejectionCode.UNKNOWN_ELEMENT.exceptionAt(child.path());
        }
        PrimitiveChecker.checkTexts(child.node(), child);
    }

    private void check(FhirElement child, ElementDefinition definition) {
        if (definition.type().isPrimitive()) {
            PrimitiveChecker.check(child, definition);
        } else if (!child.node().isObject()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(),
                    PrimitiveChecker.found(child.node()) + " found, elements of "
                            + definition.type().name() + " expected");
        }
        checkChildren(child);
    }
}
