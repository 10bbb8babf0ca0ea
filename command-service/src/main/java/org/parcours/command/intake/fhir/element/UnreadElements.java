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

    /** @return whether a value in it was read */
    private boolean addChildren(FhirElement element, List<UnreadElement> unread) {
        boolean anyRead = false;
        List<UnreadElement> inside = new ArrayList<>(0);
        for (String property : element.properties()) {
            for (FhirElement child : element.peek(property)) {
                anyRead |= add(child, inside);
            }
        }
        if (inside.isEmpty()) {
            return anyRead;
        }
        // The parts of an element of which nothing is read are no parts that are not used: the element is unread as a
        // whole.
        boolean hasUsedParts = anyRead || element.isRead() || element == resource;
        int partAt = definitionPath(element).length() + 1;
        for (UnreadElement part : inside) {
            if (!hasUsedParts
                    || !NotUsedElements.contains(
                            element.typeName(), part.definitionPath().substring(partAt))) {
                unread.add(part);
            }
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
        List<UnreadElement> inside = new ArrayList<>(0);
        if (addChildren(child, inside) | child.isRead()) {
            unread.addAll(inside);
            return true;
        }
        String resourcePath = resource.typeName();
        List<UnreadElement> undecided = inside.stream()
                .filter(part -> !NotUsedElements.contains(
                        resourcePath, part.definitionPath().substring(resourcePath.length() + 1)))
                .toList();
        if (undecided.size() < inside.size()) {
            // Some of its parts are listed by their paths in the resource: the others are named one by one.
            unread.addAll(undecided);
            return false;
        }
        String definitionPath = definitionPath(child);
        unread.add(new UnreadElement(
                child.path(),
                definitionPath,
                child.definition().isPresent(),
                NotUsedElements.mayChangeMeaning(child.definition(), definitionPath)));
        return false;
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
