/** One class for each recipe; each runs on the embedded AWS from an IDE, and on AWS when asked. */
@NullMarked
package io.github.spotbatch.examples;

import org.jspecify.annotations.NullMarked;
