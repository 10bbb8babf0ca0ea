/** The frame that the pages and answers share: language, times, headers, errors. */
@NullMarked
package org.parcours.query.web;

import org.jspecify.annotations.NullMarked;
