package io.github.spotbatch.testing.registry;

import io.github.spotbatch.testing.registry.RegistryUnderTest.Login;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A registry's API by the JDK's own client, request by request. */
final class RegistryHttp {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final String base;
  private final HttpClient client;
  private final Optional<Login> login;

  RegistryHttp(String base, SSLContext tls, Optional<Login> login) {
    this.base = base;
    this.client = HttpClient.newBuilder().sslContext(tls).build();
    this.login = login;
  }

  static RegistryHttp of(RegistryUnderTest registry) {
    String base = (registry.tls() ? "https://" : "http://") + registry.host();
    return new RegistryHttp(base, registry.sslContext(), registry.login());
  }

  HttpResponse<byte[]> send(String method, String path) {
    return send(method, path, BodyPublishers.noBody());
  }

  /** A path of this registry, or an address that it told. */
  HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers) {
    URI uri = URI.create(base).resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    login.ifPresent(it -> request.header("Authorization", basic(it)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + uri, e);
    }
  }

  static String basic(Login login) {
    String text = login.user() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Begins an upload and tells where it goes on. */
  String begin(String repository) {
    HttpResponse<byte[]> begun = send("POST", "/v2/" + repository + "/blobs/uploads/");
    if (begun.statusCode() != 202) {
      throw new AssertionError(text(begun));
    }
    return header(begun, "Location");
  }

  /** Pushes a blob and tells its digest. */
  String pushBlob(String repository, byte[] content) {
    String digest = digest(content);
    HttpResponse<byte[]> put =
        send(
            "PUT",
            withDigest(begin(repository), digest),
            BodyPublishers.ofByteArray(content),
            "Content-Type",
            "application/octet-stream");
    if (put.statusCode() != 201) {
      throw new AssertionError(text(put));
    }
    return digest;
  }

  HttpResponse<byte[]> putManifest(
      String repository, String reference, String manifest, String mediaType) {
    return send(
        "PUT",
        "/v2/" + repository + "/manifests/" + reference,
        BodyPublishers.ofString(manifest),
        "Content-Type",
        mediaType);
  }

  HttpResponse<byte[]> manifest(String method, String repository, String reference) {
    return send(
        method,
        "/v2/" + repository + "/manifests/" + reference,
        BodyPublishers.noBody(),
        "Accept",
        MANIFEST,
        "Accept",
        INDEX,
        "Accept",
        "application/vnd.docker.distribution.manifest.v2+json");
  }

  /** The manifest of an image with an empty configuration and one layer. */
  static String imageOf(byte[] config, byte[] layer) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
        .formatted(
            MANIFEST,
            descriptor("application/vnd.oci.image.config.v1+json", config),
            descriptor("application/vnd.oci.image.layer.v1.tar", layer));
  }

  static String descriptor(String mediaType, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest(content), content.length);
  }

  static String withDigest(String location, String digest) {
    return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
  }

  static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String header(HttpResponse<?> response, String name) {
    return response
        .headers()
        .firstValue(name)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + response.headers().map()));
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
