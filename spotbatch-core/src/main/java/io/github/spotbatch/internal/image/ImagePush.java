package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.internal.image.ImageTar.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one image to a repository: the layers that are not there yet, side by side, then its
 * manifest, without which nobody sees them.
 */
final class ImagePush {

  private static final Logger log = LoggerFactory.getLogger(ImagePush.class);

  private static final int AT_ONCE = 4;

  private final RegistryConnection connection;
  private final String repository;
  private final PushProgress progress;
  private final Queue<InputStream> opened = new ConcurrentLinkedQueue<>();

  ImagePush(RegistryConnection connection, String repository, PushProgress progress) {
    this.connection = connection;
    this.repository = repository;
    this.progress = progress;
  }

  void push(ImageTar tar, List<Blob> blobs, String tag) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "spotbatch-push");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<String>> sent = new ArrayList<>();
      Set<String> digests = new HashSet<>();
      blobs.stream()
          .filter(blob -> digests.add(blob.digest()))
          .forEach(blob -> sent.add(threads.submit(() -> sendUnlessThere(tar, blob))));
      for (Future<String> one : sent) {
        progress.tell(one.get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new ImageException("A layer could not be sent to " + repository + ".", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("The push to " + repository + " was stopped.", e);
    } finally {
      // All of them have let go of the image's file before it is deleted.
      threads.shutdownNow();
      closeAll();
    }
    RegistryAnswer answer =
        connection.put(
            "/v2/" + repository + "/manifests/" + tag,
            BodyPublishers.ofByteArray(tar.manifest()),
            ImageIndex.OCI_MANIFEST);
    require("the manifest of " + repository + ":" + tag, answer, 201);
  }

  /** What became of a blob; told in order, so that one push is told like another. */
  private String sendUnlessThere(ImageTar tar, Blob blob) {
    RegistryAnswer there = connection.head(repository + "/blobs/" + blob.digest());
    if (there.status() == 200) {
      return blob.name() + ": there already, " + Bytes.text(blob.bytes());
    }
    String what = blob.name() + " of " + repository;
    if (there.status() != 404) {
      throw RegistryRefusals.refusal(connection.host(), "the look-up of " + what, there);
    }
    RegistryAnswer started = connection.post(repository + "/blobs/uploads/");
    require(what, started, 202);
    RegistryAnswer written = connection.patch(location(started), body(tar, blob));
    require(what, written, 202);
    String end = location(written);
    String digest = (end.contains("?") ? "&" : "?") + "digest=" + blob.digest();
    require(what, connection.put(end + digest, BodyPublishers.noBody(), null), 201);
    return blob.name() + ": sent, " + Bytes.text(blob.bytes());
  }

  private BodyPublisher body(ImageTar tar, Blob blob) {
    BodyPublisher stream =
        BodyPublishers.ofInputStream(
            () -> {
              try {
                InputStream bytes = tar.open(blob.digest());
                opened.add(bytes);
                return new CountedStream(bytes, blob, progress);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return BodyPublishers.fromPublisher(stream, blob.bytes());
  }

  /** The HTTP client closes no stream that it does not read to its end. */
  private void closeAll() {
    for (InputStream stream : opened) {
      try {
        stream.close();
      } catch (IOException e) {
        log.debug("a layer's file could not be closed", e);
      }
    }
  }

  private String location(RegistryAnswer answer) {
    String given =
        answer
            .header("Location")
            .orElseThrow(
                () ->
                    new RegistryException(
                        "The registry %s does not say where to send a layer to."
                            .formatted(connection.host()),
                        answer.status(),
                        false,
                        null));
    return answer.uri().resolve(given).toString();
  }

  private void require(String what, RegistryAnswer answer, int status) {
    RegistryRefusals.require(connection.host(), what, answer, status);
  }
}
