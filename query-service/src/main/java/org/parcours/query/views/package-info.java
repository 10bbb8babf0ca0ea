/** The stored views: collections, document format, status. Only {@code projection} writes them. */
@NullMarked
package org.parcours.query.views;

import org.jspecify.annotations.NullMarked;
