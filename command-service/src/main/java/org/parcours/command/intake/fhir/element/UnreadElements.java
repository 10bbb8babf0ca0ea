package org.parcours.command.intake.fhir.element;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the populated elements of a mapped resource that no mapping has read (rule 8), each as the highest element that
 * contains no read value, except those that {@link NotUsedElements} lists with a reason.
 */
public final class UnreadElements {

    private final List<UnreadElement> found = new ArrayList<>();

    /**
     * @param path in the message as it was sent
     * @param definitionPath the same from the resource's type and without indexes: {@code Observation.component.code}
     * @param known whether FHIR R4 defines the element
     * @param mayChangeMeaning whether an entry without it may mean something else
     */
    public record UnreadElement(String path, String definitionPath, boolean known, boolean mayChangeMeaning) {}

    private UnreadElements() {}

    /** To be called once the resource is mapped. */
    public static List<UnreadElement> of(FhirElement resource) {
        UnreadElements unread = new UnreadElements();
        unread.addChildren(resource, resource.typeName(), unread.found);
        return List.copyOf(unread.found);
    }

    /** @return whether a value in it was read */
    private boolean addChildren(FhirElement element, String definitionPath, List<UnreadElement> unread) {
        boolean anyRead = false;
        for (String property : element.properties()) {
            for (FhirElement child : element.peek(property)) {
                anyRead |= add(child, property, definitionPath, unread);
            }
        }
        return anyRead;
    }

    private boolean add(FhirElement child, String property, String parentPath, List<UnreadElement> unread) {
        String name = child.definition().map(ElementDefinition::name).orElse(property);
        String definitionPath = parentPath + "." + nameWithUrl(child, name);
        List<UnreadElement> inside = new ArrayList<>();
        if (addChildren(child, definitionPath, inside) | child.isRead()) {
            unread.addAll(inside);
            return true;
        }
        boolean hasValue = child.node().isValueNode() && !child.node().isNull()
                || child.node().isArray();
        boolean allDecided =
                !hasValue && inside.isEmpty() && !child.properties().isEmpty();
        if (!allDecided && !NotUsedElements.contains(definitionPath, ownerPath(child, name))) {
            unread.add(new UnreadElement(
                    child.path(),
                    definitionPath,
                    child.definition().isPresent(),
                    NotUsedElements.mayChangeMeaning(child.definition(), definitionPath)));
        }
        return false;
    }

    /** The element by the data type that contains it: {@code Coding.version}. */
    private static String ownerPath(FhirElement child, String name) {
        return child.parent().map(FhirElement::typeName).orElse("") + "." + nameWithUrl(child, name);
    }

    private static String nameWithUrl(FhirElement child, String name) {
        String url = child.node().path("url").asString("");
        return name.equals("extension") && !url.isEmpty() ? "extension('" + url + "')" : name;
    }
}
