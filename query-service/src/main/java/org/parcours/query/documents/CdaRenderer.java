package org.parcours.query.documents;

import static org.parcours.query.documents.CdaElements.child;
import static org.parcours.query.documents.CdaElements.children;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.parcours.query.documents.DisplayForm.EmbeddedBody;
import org.parcours.query.documents.DisplayForm.Rendered;
import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A clinical document (HL7 CDA R2) as HTML: its header, then the narrative of its sections, which says all that the coded
 * entries say (CDA R2, 1.3: the narrative is what is attested). No style sheet of the document's is used and nothing is
 * fetched.
 */
final class CdaRenderer {

    static final String NAMESPACE = "urn:hl7-org:v3";

    /** A tree of a longer document would take too much memory. */
    private static final int MAX_BYTES = 20 << 20;

    private static final String MAX_DEPTH = "250";
    private static final int LOWEST_HEADING = 6;

    private final Element document;
    private final UiText uiText;
    private final HtmlBuilder html = new HtmlBuilder();
    private final CdaNarrative narrative;
    private Optional<EmbeddedBody> body = Optional.empty();
    private boolean complete = true;

    private CdaRenderer(Element document, UiText uiText) {
        this.document = document;
        this.uiText = uiText;
        narrative = new CdaNarrative(document, html, uiText);
    }

    /** Empty where the bytes are no clinical document. */
    static Optional<Rendered> render(byte[] xml, UiText uiText) {
        return parse(xml).map(document -> new CdaRenderer(document, uiText).render());
    }

    private static Optional<Element> parse(byte[] xml) {
        if (xml.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(new ErrorHandler() {
                @Override
                public void warning(SAXParseException e) {
                    // Concerns no content.
                }

                @Override
                public void error(SAXParseException e) throws SAXException {
                    throw e;
                }

                @Override
                public void fatalError(SAXParseException e) throws SAXException {
                    throw e;
                }
            });
            Element root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
            return Optional.of(root)
                    .filter(element -> "ClinicalDocument".equals(element.getLocalName())
                            && NAMESPACE.equals(element.getNamespaceURI()));
        } catch (SAXException | IOException e) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's parser has these features", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setCoalescing(true);
        return factory;
    }

    private Rendered render() {
        child(document, "title").map(CdaElements::allText).ifPresent(title -> html.element("h2", title));
        new CdaHeader(document, html, uiText).write();
        for (Element component : children(document, "component")) {
            child(component, "structuredBody").ifPresent(structured -> children(structured, "component")
                    .forEach(inner -> children(inner, "section").forEach(section -> section(section, 3))));
            child(component, "nonXMLBody")
                    .flatMap(other -> child(other, "text"))
                    .ifPresent(this::otherBody);
        }
        return new Rendered(html.toString(), complete && narrative.isComplete(), body);
    }

    private void section(Element section, int level) {
        html.open("section");
        Optional<Element> text = child(section, "text");
        Optional<String> title = child(section, "title")
                .map(CdaElements::allText)
                .or(() -> child(section, "code").flatMap(code -> CdaElements.attribute(code, "displayName")));
        title.ifPresent(words -> html.element("h" + Math.min(level, LOWEST_HEADING), words));
        if (text.isPresent()) {
            narrative.write(text.get());
        } else if (!children(section, "entry").isEmpty()) {
            complete = false;
            html.element("p", "class", "hint", uiText.message("document.cda.noText"));
        }
        for (Element component : children(section, "component")) {
            children(component, "section").forEach(inner -> section(inner, level + 1));
        }
        html.close("section");
    }

    /** CDA R2, 4.3.1: a body in another format, inline or elsewhere. */
    private void otherBody(Element content) {
        Optional<String> reference =
                child(content, "reference").flatMap(element -> CdaElements.attribute(element, "value"));
        if (reference.isPresent()) {
            complete = false;
            OutsideLink.write(html, reference.get(), reference.get(), uiText);
            return;
        }
        String mediaType = CdaElements.attribute(content, "mediaType").orElse("text/plain");
        Optional<byte[]> bytes = CdaElements.bytes(content);
        if (bytes.isEmpty()) {
            complete = false;
            html.element("p", "class", "hint", uiText.message("document.cda.unreadable"));
            return;
        }
        switch (DisplayFormReader.read(mediaType, bytes.get(), uiText)) {
            case DisplayForm.Text inner -> html.element("pre", inner.text());
            case Rendered inner
            when inner.body().isEmpty() -> {
                complete &= inner.complete();
                html.beginTag("div").endOfTag().raw(inner.fragment()).close("div");
            }
            case DisplayForm _ -> body = Optional.of(new EmbeddedBody(mediaType, bytes.get()));
        }
    }
}
