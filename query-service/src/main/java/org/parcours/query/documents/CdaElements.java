package org.parcours.query.documents;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads elements of CDA's namespace. */
final class CdaElements {

    private CdaElements() {}

    static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(element ->
                        name.equals(element.getLocalName()) && CdaRenderer.NAMESPACE.equals(element.getNamespaceURI()))
                .toList();
    }

    static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    /** The first child at the end of a path of names. */
    static Optional<Element> descendant(Element parent, String... names) {
        Optional<Element> found = Optional.of(parent);
        for (String name : names) {
            found = found.flatMap(element -> child(element, name));
        }
        return found;
    }

    static Optional<String> attribute(Element element, String name) {
        return Optional.of(element.getAttribute(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** All text inside, with single blanks. */
    static String allText(Element element) {
        return element.getTextContent().strip().replaceAll("\\s+", " ");
    }

    /** An encapsulated value: base64, or text in XML; empty where it is neither. */
    static Optional<byte[]> bytes(Element value) {
        String text = value.getTextContent();
        if (!value.getAttribute("representation").equals("B64")) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8)).filter(bytes -> bytes.length > 0);
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(text)).filter(bytes -> bytes.length > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
