package org.parcours.command.intake.locator;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Locates the start tag of the element at a FHIRPath; if it is absent, of the deepest element on the way to it. */
final class XmlFieldTextRangeLocator {

    private static final XMLInputFactory XML_FACTORY = factory();

    private XmlFieldTextRangeLocator() {}

    /**
     * @param remaining the path below the element; empty if the path does not lead through the element
     * @param childCounts how many children of each name were read
     */
    private record OpenElement(Optional<ElementPath> remaining, Map<String, Integer> childCounts) {}

    static Optional<TextRange> locate(String text, ElementPath path) {
        Optional<TextRange> deepest = Optional.empty();
        int shortest = Integer.MAX_VALUE;
        Deque<OpenElement> openElements = new ArrayDeque<>();
        try {
            XMLStreamReader xml = XML_FACTORY.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        Optional<ElementPath> remaining = openElements.isEmpty()
                                ? Optional.of(path.withoutType())
                                : remainingBelow(openElements.peek(), xml.getLocalName());
                        if (remaining.isPresent() && isDeeper(remaining.get(), shortest, xml.getLocalName())) {
                            shortest = remaining.get().elements().size();
                            deepest = startTag(text, xml.getLocation().getCharacterOffset());
                            if (shortest == 0) {
                                return deepest;
                            }
                        }
                        openElements.push(new OpenElement(remaining, new HashMap<>()));
                    }
                    case XMLStreamConstants.END_ELEMENT -> openElements.pop();
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            return deepest;
        }
        return deepest;
    }

    private static boolean isDeeper(ElementPath remaining, int shortest, String name) {
        int size = remaining.elements().size();
        return size < shortest || size == shortest && Character.isUpperCase(name.charAt(0));
    }

    private static Optional<ElementPath> remainingBelow(OpenElement parent, String name) {
        int index = parent.childCounts().merge(name, 1, Integer::sum) - 1;
        if (parent.remaining().isEmpty()) {
            return Optional.empty();
        }
        ElementPath remaining = parent.remaining().get();
        // A resource is wrapped in an element named after its type, which is not part of the path.
        if (Character.isUpperCase(name.charAt(0))) {
            return Optional.of(remaining);
        }
        if (remaining.beginsWithDescendants()) {
            return Optional.of(
                    remaining.rest().beginsWithName(name) ? remaining.rest().rest() : remaining);
        }
        if (!remaining.beginsWithName(name)) {
            return Optional.empty();
        }
        ElementPath rest = remaining.rest();
        if (rest.beginsWithIndex()) {
            return rest.beginsWithIndex(index) ? Optional.of(rest.rest()) : Optional.empty();
        }
        return index == 0 ? Optional.of(rest) : Optional.empty();
    }

    private static Optional<TextRange> startTag(String text, int end) {
        int tagEnd = Math.min(end, text.length());
        int start = tagEnd < 1 ? -1 : text.lastIndexOf('<', tagEnd - 1);
        return start < 0 ? Optional.empty() : Optional.of(new TextRange(start, tagEnd));
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
