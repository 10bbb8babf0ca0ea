package org.parcours.command.intake.fhir.element;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the populated elements of a mapped resource that no mapping has read (rule 8), each as the highest element that
 * contains no read value, except those that {@link NotUsedElements} lists with a reason.
 */
public final class UnreadElements {

    private static final String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /**
     * @param path in the message as it was sent
     * @param definitionPath the same from the resource's type and without indexes: {@code Observation.component.code}
     * @param known whether FHIR R4 defines the element
     * @param mayChangeMeaning whether an entry without it may mean something else
     */
    public record UnreadElement(String path, String definitionPath, boolean known, boolean mayChangeMeaning) {}

    private final FhirElement resource;

    private UnreadElements(FhirElement resource) {
        this.resource = resource;
    }

    /** To be called once the resource is mapped. */
    public static List<UnreadElement> of(FhirElement resource) {
        List<UnreadElement> unread = new ArrayList<>();
        new UnreadElements(resource).addChildren(resource, unread);
        return List.copyOf(unread);
    }

    /**
     * Adds the unread parts of an element.
     *
     * @return whether a value in it was read
     */
    private boolean addChildren(FhirElement element, List<UnreadElement> unread) {
        int before = unread.size();
        boolean anyRead = false;
        for (String property : element.properties()) {
            for (FhirElement child : element.peek(property)) {
                anyRead |= add(child, unread);
            }
        }
        // The parts of an element of which nothing is read are no parts that are not used: the element is unread as a
        // whole.
        if (unread.size() > before && (anyRead || element.isRead() || element == resource)) {
            String type = element.typeName();
            int partAt = definitionPath(element).length() + 1;
            unread.subList(before, unread.size())
                    .removeIf(part ->
                            NotUsedElements.contains(type, part.definitionPath().substring(partAt)));
        }
        return anyRead;
    }

    /** A primitive element without a value, whose extension only says why: there is nothing to read. */
    private static boolean isStatedAsAbsent(FhirElement element) {
        return element.properties().size() == 1
                && (element.node().isMissingNode() || element.node().isNull())
                && element.properties().getFirst().equals("extension")
                && element.peek("extension").stream()
                        .allMatch(extension -> DATA_ABSENT_REASON.equals(
                                extension.node().path("url").asString("")));
    }

    private static boolean isElementId(String name) {
        return name.equals("id");
    }

    private boolean add(FhirElement child, List<UnreadElement> unread) {
        if (isElementId(child.name()) || isStatedAsAbsent(child)) {
            return false;
        }
        int before = unread.size();
        if (addChildren(child, unread) | child.isRead()) {
            return true;
        }
        List<UnreadElement> inside = unread.subList(before, unread.size());
        // Where some of its parts are listed by their paths in the resource, the others are named one by one.
        String resourcePath = resource.typeName();
        boolean someAreListed = !inside.isEmpty()
                && inside.removeIf(part -> NotUsedElements.contains(
                        resourcePath, part.definitionPath().substring(resourcePath.length() + 1)));
        if (!someAreListed) {
            inside.clear();
            unread.add(whole(child));
        }
        return false;
    }

    private UnreadElement whole(FhirElement element) {
        String definitionPath = definitionPath(element);
        return new UnreadElement(
                element.path(),
                definitionPath,
                element.definition().isPresent(),
                NotUsedElements.mayChangeMeaning(element.definition(), definitionPath));
    }

    private String definitionPath(FhirElement element) {
        return element == resource
                ? resource.typeName()
                : definitionPath(element.parent().orElseThrow()) + "." + nameWithUrl(element);
    }

    private static String nameWithUrl(FhirElement element) {
        String url = element.node().path("url").asString("");
        return element.name().equals("extension") && !url.isEmpty() ? "extension('" + url + "')" : element.name();
    }
}
