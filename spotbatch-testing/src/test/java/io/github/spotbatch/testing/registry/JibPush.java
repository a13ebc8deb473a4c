package io.github.spotbatch.testing.registry;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Images built and pushed by jib, with caches in a folder of the test's. */
final class JibPush {

  private final String host;
  private final Optional<RegistryUnderTest.Login> login;
  private final Path folder;
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  JibPush(String host, Optional<RegistryUnderTest.Login> login, Path folder) {
    this.host = host;
    this.login = login;
    this.folder = folder;
  }

  /** What jib has said. */
  List<String> log() {
    return List.copyOf(log);
  }

  /** Pushes an image of one file. */
  JibContainer push(String path, String content, ImageFormat format) throws Exception {
    return containerize(Jib.fromScratch(), path, content, format);
  }

  /** Pulls an image and pushes it with one more file. */
  JibContainer pushOnto(String base, String path, String content) throws Exception {
    return containerize(Jib.from(image(base)), path, content, ImageFormat.OCI);
  }

  private JibContainer containerize(
      JibContainerBuilder builder, String path, String content, ImageFormat format)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file-" + content), content);
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .setName("app")
            .addEntry(file, AbsoluteUnixPath.get("/app/file"))
            .build();
    Containerizer to =
        Containerizer.to(image(path))
            .setAllowInsecureRegistries(true)
            .setBaseImageLayersCache(folder.resolve("base"))
            .setApplicationLayersCache(folder.resolve("layers"))
            .addEventHandler(LogEvent.class, event -> log.add(event.getMessage()));
    return builder
        .setFormat(format)
        .addFileEntriesLayer(layer)
        .setEntrypoint("cat", "/app/file")
        .addEnvironmentVariable("SCENE", "12")
        .containerize(to);
  }

  private RegistryImage image(String path) throws Exception {
    RegistryImage image = RegistryImage.named(host + "/" + path);
    login.ifPresent(it -> image.addCredential(it.user(), it.password()));
    return image;
  }

  /** Takes away what jib remembers, so that it has to ask the registry. */
  void forget() throws IOException {
    Path base = folder.resolve("base");
    if (Files.exists(base)) {
      Files.move(base, folder.resolve("forgotten"));
    }
  }
}
