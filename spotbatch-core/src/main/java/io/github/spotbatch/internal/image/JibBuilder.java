package io.github.spotbatch.internal.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.github.spotbatch.spec.BaseImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Builds images by jib. Only classes with Jib in their names use jib's, so that whoever builds no
 * image needs none of its jars.
 */
final class JibBuilder {

  /** Says how many layers lie on top of the base, to whoever runs them on another machine. */
  static final String LAYERS_LABEL = "io.github.spotbatch.layers";

  /** Part of every image's history: to change it changes every digest. */
  private static final String TOOL_VERSION = "1";

  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
  private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");

  private final Path cache;
  private final BasePull bases;
  private final ContentFiles contents;

  JibBuilder(Path cache, BasePull bases) {
    this.cache = cache;
    this.bases = bases;
    this.contents = new ContentFiles(cache.resolve("files"));
  }

  /**
   * Builds an image into a file.
   *
   * @throws Exception jib's own of many kinds
   */
  void build(ImageLayout layout, Path tar) throws Exception {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "spotbatch-image");
              thread.setDaemon(true);
              return thread;
            });
    try {
      container(layout)
          .containerize(
              Containerizer.to(TarImage.at(tar).named("spotbatch"))
                  .setExecutorService(threads)
                  .setBaseImageLayersCache(cache.resolve("bases"))
                  .setApplicationLayersCache(cache.resolve("layers"))
                  .setToolName("spotbatch")
                  .setToolVersion(TOOL_VERSION));
    } finally {
      // Jib's other steps go on after one has failed: none may still write into the cache.
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private JibContainerBuilder container(ImageLayout layout)
      throws InvalidImageReferenceException, IOException {
    JibContainerBuilder image =
        from(layout)
            .setFormat(ImageFormat.OCI)
            .setPlatforms(Set.of(new Platform(layout.architecture().dockerName(), "linux")))
            .setCreationTime(Instant.EPOCH)
            .setEnvironment(layout.environment())
            .addLabel(LAYERS_LABEL, Integer.toString(layout.layers().size()));
    for (ImageLayer layer : layout.layers()) {
      FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.name());
      for (LayerFile file : layer.files()) {
        entries.addEntry(
            contents.of(file.source()),
            AbsoluteUnixPath.get(file.target()),
            file.executable() ? EXECUTABLE : PLAIN);
      }
      image.addFileEntriesLayer(entries.build());
    }
    layout.workingDirectory().map(AbsoluteUnixPath::get).ifPresent(image::setWorkingDirectory);
    layout.user().ifPresent(image::setUser);
    if (!layout.entryPoint().isEmpty()) {
      image.setEntrypoint(layout.entryPoint());
    }
    if (!layout.command().isEmpty()) {
      // As Docker's CMD: alone it leaves the base's entry point in place.
      image.setProgramArguments(layout.command());
    }
    return image;
  }

  /** Always a file, so that jib itself speaks to no registry. */
  private JibContainerBuilder from(ImageLayout layout)
      throws InvalidImageReferenceException, IOException {
    if (layout.base() instanceof BaseImage.InFile file) {
      return Jib.from(TarImage.at(file.tar()));
    }
    if (layout.base() instanceof BaseImage.InRegistry registry) {
      ImageReference reference = ImageReference.parse(registry.reference());
      return Jib.from(TarImage.at(bases.file(reference, layout.architecture())));
    }
    return Jib.fromScratch();
  }
}
