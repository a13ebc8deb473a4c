package io.github.spotbatch.testing;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;

/** An image from scratch, pushed into the fake's ECR by jib. */
final class JibImage {

  private final Path folder;
  private final JibContainerBuilder builder;
  private int files;

  /**
   * An image without anything.
   *
   * @param folder for what has to be a file on the way
   */
  JibImage(Path folder) throws InvalidImageReferenceException {
    this.folder = folder;
    this.builder = Jib.fromScratch();
  }

  /** Labels, environment, command and the like. */
  JibContainerBuilder builder() {
    return builder;
  }

  /** A layer with one file. */
  JibImage file(String path, byte[] contents) throws IOException {
    Path source = Files.write(folder.resolve("file-" + files++), contents);
    builder.addFileEntriesLayer(
        FileEntriesLayer.builder()
            .addEntry(source, AbsoluteUnixPath.get(path), FilePermissions.fromOctalString("755"))
            .build());
    return this;
  }

  JibImage file(String path, String contents) throws IOException {
    return file(path, contents.getBytes(StandardCharsets.UTF_8));
  }

  /** For Linux on these processors: one is an image, several are an index of images. */
  JibImage architectures(String... architectures) {
    Set<Platform> platforms = new LinkedHashSet<>();
    for (String architecture : architectures) {
      platforms.add(new Platform(architecture, "linux"));
    }
    builder.setPlatforms(platforms);
    return this;
  }

  /**
   * Pushes it.
   *
   * @return the reference by the tag
   */
  String push(FakeAws aws, String repository, String tag) throws Exception {
    pushed(aws, repository, tag);
    return host(aws) + "/" + repository + ":" + tag;
  }

  /**
   * The same.
   *
   * @return the reference by the digest
   */
  String pushForDigest(FakeAws aws, String repository, String tag) throws Exception {
    return host(aws) + "/" + repository + "@" + pushed(aws, repository, tag);
  }

  private String pushed(FakeAws aws, String repository, String tag) throws Exception {
    RegistryImage target =
        RegistryImage.named(aws.registry().host() + "/" + repository + ":" + tag)
            .addCredential("AWS", password(aws, repository));
    return builder
        .containerize(
            Containerizer.to(target)
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(folder.resolve("base-layers"))
                .setApplicationLayersCache(folder.resolve("layers")))
        .getDigest()
        .toString();
  }

  private static String password(FakeAws aws, String repository) {
    try (EcrClient ecr = aws.client(EcrClient.builder())) {
      try {
        ecr.createRepository(r -> r.repositoryName(repository));
      } catch (RepositoryAlreadyExistsException e) {
        // An earlier image of the same test made it.
      }
      String token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
      String login = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      return login.substring("AWS:".length());
    }
  }

  private static String host(FakeAws aws) {
    return aws.account() + ".dkr.ecr." + aws.region() + ".amazonaws.com";
  }
}
