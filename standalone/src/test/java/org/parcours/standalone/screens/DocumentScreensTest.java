package org.parcours.standalone.screens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.standalone.acceptance.DocumentSamples;
import org.parcours.standalone.acceptance.EmbeddedParcours;
import tools.jackson.databind.JsonNode;

/** The pages of documents in a real browser, and on paper. */
@BrowserTest
class DocumentScreensTest {

    private static final int LINES = 200;
    private static final String NUMBER = "77001";

    /** The address of each document, by its title. */
    private static final Map<String, String> ADDRESSES = new HashMap<>();

    private final Browser browser;

    DocumentScreensTest(EmbeddedParcours parcours, Browser browser) {
        this.browser = browser;
        if (ADDRESSES.isEmpty()) {
            record(parcours);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CDA,fr,1280,light",
        "CDA,en,390,dark",
        "RTF,fr,1280,dark",
        "RTF,en,390,light",
        "TEXTE,en,1280,light",
        "TEXTE,fr,390,dark",
        "PHOTO,fr,390,light",
        "PDF,fr,1280,light",
        "PDF,en,390,dark",
        "WORD,fr,390,dark"
    })
    void a_document_has_no_console_error_and_no_serious_accessibility_violation(
            String title, String language, int width, String scheme) {
        browser.setSize(width, 900).setColourScheme(scheme).visit(ADDRESSES.get(title) + "/view?lang=" + language);

        assertThat(browser.consoleProblems()).as("console").isEmpty();
        assertThat(browser.accessibilityViolations()).isEmpty();
        assertThat(browser.runScript("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than the screen")
                .isEqualTo(true);
    }

    @Test
    void a_script_of_a_document_does_not_run() {
        browser.setSize(1280, 900).visit(ADDRESSES.get("HTML") + "/view?lang=en");

        assertThat(browser.findAll("iframe")).hasSize(1);
        assertThat(browser.runScript("return document.title")).asString().startsWith("HTML");
    }

    @Test
    void every_printed_sheet_of_a_long_document_names_the_patient() {
        browser.setSize(1280, 900).setColourScheme("dark").visit(ADDRESSES.get("TEXTE") + "/view?lang=fr");

        var pages = PrintedPage.of(browser.printToPdf());

        assertThat(pages).hasSizeGreaterThan(1).allSatisfy(page -> assertThat(
                        page.text().lines().limit(2).collect(Collectors.joining(" ")))
                .contains("COURRIER Odile", NUMBER));
        String all = pages.stream().map(PrintedPage::text).collect(Collectors.joining());
        assertThat(all).contains("Version en vigueur");
        for (int i = 0; i < LINES; i++) {
            assertThat(all).contains("Ligne " + i + ".");
        }
    }

    private static void record(EmbeddedParcours parcours) {
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, byte[]> contents = new LinkedHashMap<>();
        add(types, contents, "CDA", "text/xml", DocumentSamples.cda());
        add(types, contents, "RTF", "application/rtf", DocumentSamples.rtf());
        add(types, contents, "PDF", "application/pdf", DocumentSamples.pdf("Lettre"));
        add(types, contents, "PHOTO", "image/png", DocumentSamples.png());
        add(types, contents, "WORD", "application/msword", new byte[] {(byte) 0xD0, (byte) 0xCF});
        add(
                types,
                contents,
                "HTML",
                "text/html",
                "<html><script>parent.document.title='x'</script><body>Page".getBytes(UTF_8));
        add(
                types,
                contents,
                "TEXTE",
                "text/plain",
                IntStream.range(0, LINES)
                        .mapToObj(i -> "Ligne " + i + ".")
                        .collect(Collectors.joining("\n"))
                        .getBytes(UTF_8));
        String entries = types.keySet().stream()
                .map(title -> reference(title, types.get(title), contents.get(title)))
                .collect(Collectors.joining(","));
        var response = parcours.post("/fhir?source=DPI", "application/fhir+json", """
                {"resourceType":"Bundle","type":"transaction","entry":[
                 {"fullUrl":"urn:uuid:22222222-2222-4222-8222-222222222222","resource":
                  {"resourceType":"Patient","identifier":[{"system":"urn:oid:2.999.10.1","value":"%s"}],
                   "name":[{"family":"COURRIER","given":["Odile"]}],"birthDate":"1950-02-03"},
                  "request":{"method":"POST","url":"Patient"}},%s]}""".formatted(NUMBER, entries));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        parcours.awaitViews();
        String patient =
                parcours.patient("urn:oid:2.999.10.1", NUMBER).get("id").asString();
        for (JsonNode entry : parcours.timeline(patient).get("entries")) {
            entry.get("documents")
                    .forEach(document -> ADDRESSES.put(
                            document.get("title").asString(),
                            document.get("href").asString()));
        }
    }

    private static void add(
            Map<String, String> types, Map<String, byte[]> contents, String title, String type, byte[] bytes) {
        types.put(title, type);
        contents.put(title, bytes);
    }

    private static String reference(String title, String type, byte[] bytes) {
        return """
                {"resource":{"resourceType":"DocumentReference","status":"current",
                 "identifier":[{"system":"urn:oid:2.999.10.7","value":"screen-%1$s"}],"type":{"text":"Compte rendu"},
                 "subject":{"reference":"urn:uuid:22222222-2222-4222-8222-222222222222"},"date":"2026-03-04T10:00:00+01:00",
                 "content":[{"attachment":{"title":"%1$s","contentType":"%2$s","data":"%3$s"}}]},
                 "request":{"method":"POST","url":"DocumentReference"}}""".formatted(title, type, Base64.getEncoder().encodeToString(bytes));
    }
}
