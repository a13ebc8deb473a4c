/** The AWS clients and the one way in which they are called. */
@NullMarked
package io.github.spotbatch.internal.aws;

import org.jspecify.annotations.NullMarked;
