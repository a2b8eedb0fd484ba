-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "shadow" BOOLEAN NOT NULL DEFAULT false;
