package org.parcours.standalone.screens;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** One page of a PDF: its text from the top down, and the words with their positions. */
record PrintedPage(String text, List<PrintedWord> words) {

    record PrintedWord(String text, Rectangle2D bounds) {}

    static List<PrintedPage> of(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return IntStream.rangeClosed(1, document.getNumberOfPages())
                    .mapToObj(page -> read(document, page))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pairs of words that overlap. */
    List<String> overlappingWords() {
        List<String> overlaps = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            for (PrintedWord other : words.subList(i + 1, words.size())) {
                if (words.get(i).bounds().intersects(other.bounds())) {
                    overlaps.add(words.get(i).text() + " | " + other.text());
                }
            }
        }
        return overlaps;
    }

    private static PrintedPage read(PDDocument document, int page) {
        List<PrintedWord> words = new ArrayList<>();
        PDFTextStripper stripper = new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> letters) throws IOException {
                super.writeString(text, letters);
                Rectangle2D place = letters.stream()
                        .<Rectangle2D>map(letter -> new Rectangle2D.Float(
                                letter.getXDirAdj(),
                                letter.getYDirAdj() - letter.getHeightDir(),
                                letter.getWidthDirAdj(),
                                letter.getHeightDir()))
                        .reduce(Rectangle2D::createUnion)
                        .orElseThrow();
                words.add(new PrintedWord(text, place));
            }
        };
        stripper.setSortByPosition(true);
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        try {
            return new PrintedPage(stripper.getText(document), words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
