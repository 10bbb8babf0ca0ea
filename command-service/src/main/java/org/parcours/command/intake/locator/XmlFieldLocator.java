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

/** The start tag of the element at a FHIRPath; of the deepest on the way to it where it is not there. */
final class XmlFieldLocator {

    private static final XMLInputFactory XML = factory();

    private XmlFieldLocator() {}

    /** Where on the way an element stands: what is still to be found below it, and how many of each name were seen. */
    private record Level(Optional<ElementPath> wanted, Map<String, Integer> seen) {}

    static Optional<TextRange> of(String text, ElementPath path) {
        Optional<TextRange> deepest = Optional.empty();
        int steps = Integer.MAX_VALUE;
        Deque<Level> levels = new ArrayDeque<>();
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        Optional<ElementPath> left = levels.isEmpty()
                                ? Optional.of(path.withoutType())
                                : next(levels.peek(), xml.getLocalName());
                        if (left.isPresent() && isDeeper(left.get(), steps, xml.getLocalName())) {
                            steps = left.get().steps().size();
                            deepest = tag(text, xml.getLocation().getCharacterOffset());
                            if (steps == 0) {
                                return deepest;
                            }
                        }
                        levels.push(new Level(left, new HashMap<>()));
                    }
                    case XMLStreamConstants.END_ELEMENT -> levels.pop();
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            return deepest;
        }
        return deepest;
    }

    private static boolean isDeeper(ElementPath left, int steps, String name) {
        int size = left.steps().size();
        return size < steps || size == steps && Character.isUpperCase(name.charAt(0));
    }

    /** What is still to be found below the next element; empty where the way does not lead through it. */
    private static Optional<ElementPath> next(Level level, String name) {
        int index = level.seen().merge(name, 1, Integer::sum) - 1;
        if (level.wanted().isEmpty()) {
            return Optional.empty();
        }
        ElementPath wanted = level.wanted().get();
        // A resource stands in an element of its type's name, which no path names.
        if (Character.isUpperCase(name.charAt(0))) {
            return Optional.of(wanted);
        }
        if (wanted.first() instanceof ElementPath.Below) {
            return wanted.rest().isEmpty()
                            || !(wanted.rest().first() instanceof ElementPath.Name step)
                            || !step.isOf(name)
                    ? Optional.of(wanted)
                    : Optional.of(wanted.rest().rest());
        }
        if (!(wanted.first() instanceof ElementPath.Name step) || !step.isOf(name)) {
            return Optional.empty();
        }
        ElementPath rest = wanted.rest();
        if (!rest.isEmpty() && rest.first() instanceof ElementPath.Index(int number)) {
            return number == index ? Optional.of(rest.rest()) : Optional.empty();
        }
        return index == 0 ? Optional.of(rest) : Optional.empty();
    }

    private static Optional<TextRange> tag(String text, int end) {
        int behind = Math.min(end, text.length());
        int start = behind < 1 ? -1 : text.lastIndexOf('<', behind - 1);
        return start < 0 ? Optional.empty() : Optional.of(new TextRange(start, behind));
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
