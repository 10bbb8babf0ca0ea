package org.parcours.command.intake.fhir.element;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the populated elements of a mapped resource that no mapping has read (rule 8), each as the highest element that
 * contains no read value, except those that {@link NotUsedElements} lists with a reason.
 */
public final class UnreadElements {

    private static final String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

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
        List<UnreadElement> inside = new ArrayList<>();
        for (String property : element.properties()) {
            for (FhirElement child : element.peek(property)) {
                anyRead |= add(child, property, definitionPath, inside);
            }
        }
        // The parts of an element of which nothing is read are no parts that are not used: the element is unread as a
        // whole.
        boolean hasUsedParts = anyRead || element.isRead() || element.root() == element;
        inside.stream()
                .filter(part -> !hasUsedParts
                        || !NotUsedElements.contains(
                                element.typeName(), part.definitionPath().substring(definitionPath.length() + 1)))
                .forEach(unread::add);
        return anyRead;
    }

    /** A primitive element without a value, whose extension only says why: there is nothing to read. */
    private static boolean isStatedAsAbsent(FhirElement element) {
        boolean hasNoValue = element.node().isMissingNode() || element.node().isNull();
        return hasNoValue
                && element.properties().equals(List.of("extension"))
                && element.peek("extension").stream()
                        .allMatch(extension -> DATA_ABSENT_REASON.equals(
                                extension.node().path("url").asString("")));
    }

    private static boolean isElementId(String name) {
        return name.equals("id");
    }

    private boolean add(FhirElement child, String property, String parentPath, List<UnreadElement> unread) {
        String name = child.definition().map(ElementDefinition::name).orElse(property);
        if (isElementId(name) || isStatedAsAbsent(child)) {
            return false;
        }
        String definitionPath = parentPath + "." + nameWithUrl(child, name);
        List<UnreadElement> inside = new ArrayList<>();
        if (addChildren(child, definitionPath, inside) | child.isRead()) {
            unread.addAll(inside);
            return true;
        }
        String resourcePath = child.root().typeName();
        List<UnreadElement> undecided = inside.stream()
                .filter(part -> !NotUsedElements.contains(
                        resourcePath, part.definitionPath().substring(resourcePath.length() + 1)))
                .toList();
        if (undecided.size() < inside.size()) {
            // Some of its parts are listed by their paths in the resource: the others are named one by one.
            unread.addAll(undecided);
            return false;
        }
        unread.add(new UnreadElement(
                child.path(),
                definitionPath,
                child.definition().isPresent(),
                NotUsedElements.mayChangeMeaning(child.definition(), definitionPath)));
        return false;
    }

    private static String nameWithUrl(FhirElement child, String name) {
        String url = child.node().path("url").asString("");
        return name.equals("extension") && !url.isEmpty() ? "extension('" + url + "')" : name;
    }
}
