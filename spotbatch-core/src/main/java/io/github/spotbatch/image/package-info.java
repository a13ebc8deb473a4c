/**
 * Container images that are built and pushed without Docker.
 *
 * <p>What an image is made of is said by {@link io.github.spotbatch.spec.ContainerImage}; a stack
 * builds and pushes its images by itself. Here is what the rest of the world's registries are asked
 * for, which a test may answer instead.
 *
 * <pre>{@code
 * SpotBatch spotBatch =
 *     SpotBatch.builder()
 *         .registryMirror("public.ecr.aws", "registry.example.com/public")
 *         .build();
 * JobDefinitionSpec render =
 *     JobDefinitionSpec.builder("render")
 *         .image(ContainerImage.javaMain(Render.class))
 *         .memoryMiB(2048)
 *         .build();
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.image;

import org.jspecify.annotations.NullMarked;
