/** Stores the bytes of documents by their hash: events reference a document and do not contain it (domain rule 7). */
@NullMarked
package org.parcours.command.documents;

import org.jspecify.annotations.NullMarked;
