/** ECR of the fake world: repositories and the images in them. */
@NullMarked
package io.github.spotbatch.testing.internal.ecr;

import org.jspecify.annotations.NullMarked;
